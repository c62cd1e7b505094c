"""The same words twice within seconds are a slip of the finger or a second try of the telephone: answered once."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b

import redis.asyncio

from bot.pipeline import keys
from bot.pipeline.messages import InboundMessage

WITHIN_SECONDS = 4.0
# The note outlives the time a busy worker may need until it comes to the repeat.
_KEPT_SECONDS = 120


def _fingerprint(message: InboundMessage) -> str:
    place = [str(message.details.get(name, "")) for name in ("latitude", "longitude")]
    # Ten photos of one album are one message; a voice message after a photo is another.
    sent = str(message.details.get("type", "")).partition("/")[0]
    words = "\x1f".join((message.kind, sent, message.text.strip().casefold(), message.button_key, *place))
    return blake2b(words.encode(), digest_size=12).hexdigest()


async def is_repeat(client: redis.asyncio.Redis[str], message: InboundMessage) -> bool:
    """Whether the message before this one, received a moment earlier, said the same."""
    noted = await client.get(keys.said(message.conversation))
    if noted is None:
        return False
    fingerprint, external_id, received = noted.split(" ", 2)
    if fingerprint != _fingerprint(message) or external_id == _id(message):
        return False
    passed = dt.datetime.fromisoformat(message.received) - dt.datetime.fromisoformat(received)
    return abs(passed.total_seconds()) <= WITHIN_SECONDS


def remembered(message: InboundMessage, answered: bool) -> list[tuple[str, str, int]]:
    """What to keep once the message is handled, as (key, value, seconds); the same after one without an answer is no repeat."""
    value = f"{_fingerprint(message) if answered else '-'} {_id(message)} {message.received}"
    return [(keys.said(message.conversation), value, _KEPT_SECONDS)]


def _id(message: InboundMessage) -> str:
    return blake2b(message.external_id.encode(), digest_size=8).hexdigest()

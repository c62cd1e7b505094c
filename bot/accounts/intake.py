"""From what a platform told to what the inbox holds: masked, without addresses that can be read, nothing of a file kept.

The webhook and the poller both come here, so whatever way a message takes, it is treated the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import structlog
from django.utils import timezone
from redis.exceptions import RedisError

from bot.accounts.vault import conversation_id, seal
from bot.desk.citizen.confidential import sealed_if_asked
from bot.desk.topics.people import person_hash
from bot.pipeline.connection import async_client
from bot.pipeline.errors import InboxUnavailable
from bot.pipeline.inbox import put
from bot.pipeline.messages import InboundMessage
from bot.pipeline.metrics import METRICS
from bot.pipeline.plain_text import printable
from bot.privacy.masking import mask_identity_numbers
from channels.base import Account, ContactUpdate, Event, Incoming, StatusUpdate, TopicMessage

log = structlog.get_logger(__name__)
# Telegram's own limit; understanding reads the first 300 characters.
MOST_CHARACTERS = 4096
_LONGEST_ID = 80


async def take_in(account: Account, events: Sequence[Event]) -> int:
    """Put every event into the inbox, each once; returns how many were new.

    Raises:
        InboxUnavailable: not all could be stored; the platform must send them again, and none will be there twice.
    """
    fresh = 0
    for event in events:
        message = _message(account, event)
        if message is None:
            continue
        if isinstance(event, Incoming):
            message = await _with_asked_for(message, printable(event.text)[:MOST_CHARACTERS])
        stored = await put(message)
        fresh += stored
        METRICS.count("messages", account.channel, "stored" if stored else "repeated")
    return fresh


async def _with_asked_for(message: InboundMessage, text: str) -> InboundMessage:
    try:
        return await sealed_if_asked(async_client("quick"), message, text)
    except (RedisError, OSError) as error:
        raise InboxUnavailable(type(error).__name__) from error


def _message(account: Account, event: Event) -> InboundMessage | None:
    if isinstance(event, StatusUpdate):
        return _status(account, event)
    if isinstance(event, ContactUpdate):
        return _contact_update(account, event)
    if isinstance(event, TopicMessage):
        return _topic_message(account, event)
    return _incoming(account, event)


def _incoming(account: Account, event: Incoming) -> InboundMessage:
    # Of a shared contact nothing is kept, not even a name that came with it.
    masked = mask_identity_numbers("" if event.kind == "contact" else printable(event.text)[:MOST_CHARACTERS])
    details: dict[str, object] = {}
    if event.media is not None:
        details = {"type": event.media.type[:40], "size": event.media.size}
    if event.location is not None:
        # Good enough to find the nearest office; nobody's house.
        details = {"latitude": round(event.location[0], 2), "longitude": round(event.location[1], 2)}
    if event.edits:
        details = {"edits": _short(event.edits)}
    # Nothing but a key that we issued has a reason to be there, and a key is no place to bring an identity number in.
    button = "" if mask_identity_numbers(event.button).count else printable(event.button)
    return _entry(
        account,
        external_id=_short(event.external_id),
        conversation=conversation_id(account.id, event.address),
        kind=event.kind,
        text=masked.text,
        button_key=button[:40],
        language=event.language,
        masked=masked.count > 0,
        contact=seal(event.address),
        details=details,
    )


def _status(account: Account, event: StatusUpdate) -> InboundMessage | None:
    try:
        conversation = str(uuid.UUID(event.conversation))
    except ValueError:
        log.warning("status.unknown_conversation", account=account.id, channel=account.channel)
        return None
    return _entry(
        account,
        external_id=f"status:{event.message}:{event.status}",
        conversation=conversation,
        kind="status",
        details={"message": event.message, "status": event.status, "code": event.code[:40], "reason": event.reason[:300]},
    )


def _contact_update(account: Account, event: ContactUpdate) -> InboundMessage:
    details = {"state": event.state or "", "address": seal(event.new_address) if event.new_address else ""}
    return _entry(
        account,
        external_id=_short(event.external_id),
        conversation=conversation_id(account.id, event.address),
        kind="moved",
        contact=seal(event.address),
        details=details,
    )


def _topic_message(account: Account, event: TopicMessage) -> InboundMessage:
    """What the staff write is not masked: an answer may hold the office's own number. It is ordered within its topic."""
    return _entry(
        account,
        external_id=_short(event.external_id),
        conversation=conversation_id(account.id, f"{event.group}/{event.thread}"),
        kind="topic",
        text=printable(event.text)[:MOST_CHARACTERS],
        details={
            "group": event.group,
            "thread": event.thread,
            "person": person_hash(account.id, event.person),
            "name": mask_identity_numbers(printable(event.name)).text[:100],
            **({"edits": _short(event.edits)} if event.edits else {}),
        },
    )


def _entry(account: Account, **fields: Any) -> InboundMessage:
    """An entry of the inbox with what all of them have in common."""
    absent = {"text": "", "button_key": "", "language": "", "masked": False}
    common = {"agency": account.agency, "channel": account.channel, "account": account.id, "received": timezone.now().isoformat()}
    return InboundMessage(**{**absent, **common, **fields})


def _short(external_id: str) -> str:
    if len(external_id) <= _LONGEST_ID and external_id.isascii():
        return external_id
    return blake2b(external_id.encode("utf-8", "surrogatepass"), digest_size=24).hexdigest()

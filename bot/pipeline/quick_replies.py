"""Quick replies as opaque keys: a pressed button can only be one that we issued in that conversation."""

from __future__ import annotations

import base64
import json
from hashlib import blake2b
from typing import Any

import redis.asyncio

from bot.environment import environment
from bot.pipeline import keys

KEPT_SECONDS = 30 * 86_400


def _key(*parts: str) -> str:
    # Derived and not drawn: a second run after a crash issues the same keys, so a button already on a screen stays valid.
    secret = environment().secret_key.encode()[:64]
    digest = blake2b("\x1f".join(parts).encode(), key=secret, digest_size=9, person=b"quick-reply").digest()
    return base64.urlsafe_b64encode(digest).decode()


def issue(conversation: str, external_id: str, replies: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The replies with keys in place of meanings, and what each key means (a hash to be stored under `keys.buttons`)."""
    issued: dict[str, str] = {}
    outgoing = []
    for position, reply in enumerate(replies):
        choices = []
        for index, choice in enumerate(reply.get("quick_replies", ())):
            key = _key(conversation, external_id, str(position), str(index), choice["title"])
            meaning = {"payload": choice["payload"], "title": choice["title"], "other_title": choice.get("other_title", "")}
            issued[key] = json.dumps(meaning, ensure_ascii=False)
            choices.append({"title": choice["title"], "other_title": choice.get("other_title", ""), "key": key})
        outgoing.append({**reply, "quick_replies": choices})
    return outgoing, issued


async def meaning_of(client: redis.asyncio.Redis[str], conversation: str, key: str) -> dict[str, Any] | None:
    """What a pressed button means ({payload, title, other_title}); None when we did not issue it, or too long ago."""
    stored = await client.hget(keys.buttons(conversation), key) if key else None
    return dict(json.loads(stored)) if stored else None

"""A dialogue that needs no model, and short ways to put, consume and read messages."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio

from bot.desk.models import Message
from bot.desk.request import HandoffRequest
from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.attempt import Handling
from bot.pipeline.consumer import Consumer
from bot.pipeline.database import in_database
from bot.pipeline.messages import InboundMessage
from bot.pipeline.queues import read_queues
from bot.replies import QuickReply, Reply


@dataclass(frozen=True)
class FakeTurn:
    """Has the fields of `bot.dialogue.Turn` that the worker reads."""

    replies: list[dict[str, Any]]
    understanding: dict[str, Any]
    tracker_writes: dict[str, str]
    language: str = "id"
    handoff: HandoffRequest | None = None
    release: int | None = None


@dataclass
class CountingDialogue:
    """Answers "<how many messages of this conversation so far>: <text>"; the count is the tracker, so it also shows lost state."""

    client: redis.asyncio.Redis[str]
    seconds: float = 0.0
    quick_replies: tuple[QuickReply, ...] = ()
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def handle(
        self,
        *,
        conversation: str,
        message_id: str,
        text: str,
        agency: str,
        channel: str,
        button: Mapping[str, Any] | None = None,
        language: str | None = None,
    ) -> FakeTurn:
        """Count and answer."""
        self.calls.append({"conversation": conversation, "text": text, "button": button, "language": language})
        count = int(await self.client.get(keys.tracker(conversation)) or 0) + 1
        await asyncio.sleep(self.seconds)
        replies = [Reply(f"{count}: {text}", self.quick_replies).to_json()]
        understanding = {"decision": "answer", "intent": "ask_fee", "language": language}
        return FakeTurn(replies, understanding, {f"tracker:{conversation}": str(count)}, language or "id")

    async def understand(self, *, text: str, **_: Any) -> dict[str, Any]:
        """Everything is a question."""
        return {"decision": "answer", "intent": "ask_fee"}


def message(text: str = "Halo", conversation: str | None = None, **changes: Any) -> InboundMessage:
    """A message of the city's web chat."""
    fields: dict[str, Any] = {
        "external_id": str(uuid.uuid4()),
        "conversation": conversation or str(uuid.uuid4()),
        "agency": "kota-uji",
        "channel": "webchat",
        "text": text,
        "button_key": "",
        "language": "id",
        "received": "2026-01-01T00:00:00+00:00",
        "masked": False,
    }
    return InboundMessage(**{**fields, **changes})


@contextlib.asynccontextmanager
async def consuming(kind: keys.Kind, handling: Handling, lease_seconds: float = 3.0) -> AsyncIterator[Consumer]:
    """A consumer that runs until the block ends, and then stops in good order."""
    consumer, stop = Consumer(kind, handling, lease_seconds), asyncio.Event()
    task = asyncio.create_task(consumer.run(stop))
    try:
        yield consumer
    finally:
        stop.set()
        await task


async def until(condition: Callable[[], Awaitable[object] | object], seconds: float = 20.0) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if await found if isinstance(found, Awaitable) else found:
            return
        assert time.monotonic() < deadline, "It did not come true in time."
        await asyncio.sleep(0.02)


async def command(client: redis.asyncio.Redis[str], *parts: object) -> None:
    """Run one Redis command as it stands."""
    untyped: Any = client
    await untyped.execute_command(*parts)


async def empty(client: redis.asyncio.Redis[str], kind: keys.Kind) -> bool:
    """Whether nothing of that kind waits or is in hand."""
    return (await read_queues(client)).length[kind] == 0


async def rows(conversation: str, direction: str = "out") -> list[Message]:
    """The stored messages in order."""
    return await in_database(lambda: list(Message.objects.filter(conversation_id=conversation, direction=direction)))


async def dead_letters(client: redis.asyncio.Redis[str], kind: keys.Kind) -> list[dict[str, str]]:
    """All dead letters."""
    found: list[dict[str, str]] = []
    for partition in range(environment().partitions):
        found += [fields for _, fields in await client.xrange(keys.dead_letters(kind, partition))]
    return found

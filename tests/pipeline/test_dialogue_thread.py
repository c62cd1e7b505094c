"""Understanding a message may compute for long; nothing else waits for it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
import redis.asyncio

from bot.pipeline.dialogue_thread import DialogueElsewhere, DialogueThread
from tests.pipeline.fakes import CountingDialogue, FakeTurn

GIVEN: dict[str, Any] = {"conversation": "c", "message_id": "m", "text": "Halo", "agency": "kota-uji", "channel": "webchat"}


class Thinking(CountingDialogue):
    """Computes without pause."""

    async def handle(self, **given: Any) -> FakeTurn:
        """Think hard."""
        time.sleep(1)  # noqa: ASYNC251 - the very fault that the thread is for
        return FakeTurn([{"text": given["text"]}], {}, {})


async def test_the_consumers_loop_goes_on_while_the_dialogue_computes(client: redis.asyncio.Redis[str]) -> None:
    task = asyncio.create_task(DialogueElsewhere(Thinking(client), DialogueThread()).handle(**GIVEN))
    ticks = 0
    while not task.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks > 10
    assert (await task).replies == [{"text": "Halo"}]


async def test_an_error_of_the_dialogue_arrives_here(client: redis.asyncio.Redis[str]) -> None:
    class Failing(CountingDialogue):
        async def handle(self, **given: Any) -> FakeTurn:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await DialogueElsewhere(Failing(client), DialogueThread()).handle(**GIVEN)

"""A question that staff try out is understood by a worker, and leaves no trace."""

from __future__ import annotations

import asyncio
import json

import redis.asyncio

from bot.desk.models import Message
from bot.pipeline import keys, trying
from bot.pipeline.database import in_database
from bot.pipeline.trying import Trials, try_out
from tests.pipeline.fakes import CountingDialogue


async def _with_worker(dialogue: CountingDialogue, question: str, patience: float = 5.0) -> trying.Tried | None:
    stop = asyncio.Event()
    worker = asyncio.create_task(Trials(dialogue).run(stop))
    found = await asyncio.to_thread(try_out, "kota-uji", question, "id", patience)
    stop.set()
    await worker
    return found


async def test_a_worker_says_what_it_would_do_and_nothing_is_stored(client: redis.asyncio.Redis[str], catalogue: None) -> None:
    dialogue = CountingDialogue(client)
    found = await _with_worker(dialogue, "Syarat KTP")
    assert found is not None
    assert (found.understanding["decision"], found.replies[0]["text"], found.language) == ("answer", "1: Syarat KTP", "id")
    assert await in_database(Message.objects.count) == 0
    left = [key async for key in client.scan_iter(match=keys.trials().removesuffix("trials") + "*")]
    assert left == []


async def test_without_a_worker_nobody_waits_longer_than_the_patience(client: redis.asyncio.Redis[str]) -> None:
    assert await asyncio.to_thread(try_out, "kota-uji", "Halo", "id", 0.2) is None
    assert 0 < await client.ttl(keys.trials()) <= 1


async def test_a_question_that_came_too_late_is_not_answered(client: redis.asyncio.Redis[str]) -> None:
    dialogue = CountingDialogue(client)
    await client.rpush(keys.trials(), json.dumps({"id": "x", "agency": "kota-uji", "text": "Halo", "language": "", "until": 1}))
    await _with_worker(dialogue, "Syarat KTP")
    assert [call["text"] for call in dialogue.calls] == ["Syarat KTP"]


async def test_a_fault_of_one_question_does_not_stop_the_worker(client: redis.asyncio.Redis[str]) -> None:
    class Broken(CountingDialogue):
        async def handle(self, **fields: object) -> object:  # type: ignore[override]
            if not self.calls:
                self.calls.append({})
                raise RuntimeError("broken")
            return await super().handle(**fields)  # type: ignore[arg-type]

    stop = asyncio.Event()
    worker = asyncio.create_task(Trials(Broken(client)).run(stop))  # type: ignore[arg-type]
    assert await asyncio.to_thread(try_out, "kota-uji", "satu", "id", 5.0) is None
    assert await asyncio.to_thread(try_out, "kota-uji", "dua", "id", 5.0) is not None
    stop.set()
    await worker

"""Real worker and sender processes, of which the worker is killed again and again: each message is answered once and in order."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
import uuid
from collections import defaultdict
from functools import partial
from typing import Any

import pytest
import redis.asyncio
from django.db.models import Max, Min

from bot.desk.models import Message
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.inbox import put
from bot.pipeline.sharing import live_processes
from tests.pipeline.fakes import dead_letters, empty, message, until
from tests.pipeline.processes import Processes

CONVERSATIONS, EACH = 20, 10
WORKER = [sys.executable, "-m", "tests.pipeline.worker_process"]
SENDER = [sys.executable, "manage.py", "sender"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("catalogue")]


async def answered() -> int:
    return await in_database(lambda: Message.objects.filter(direction="out").count())


async def test_each_message_is_answered_once_and_in_order_though_workers_are_killed(
    client: redis.asyncio.Redis[str], processes: Processes, own_redis: str
) -> None:
    pubsub: Any = client.pubsub()
    await pubsub.psubscribe(f"{own_redis}:*:events:*")
    conversations = [str(uuid.UUID(int=number + 1)) for number in range(CONVERSATIONS)]
    sender = processes.start(SENDER)
    workers = [processes.start(WORKER), processes.start(WORKER)]
    for number in range(EACH):
        for conversation in conversations:
            await put(message(f"m{number}", conversation=conversation, external_id=f"{number}"))
            if random.random() < 0.2:  # the platform repeats itself
                await put(message(f"m{number}", conversation=conversation, external_id=f"{number}"))

    kills = 0
    for share in (0.05, 0.4, 0.8):
        await until(partial(_at_least, share), 90)
        victim = workers.pop(0)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        kills += 1
        workers.append(processes.start(WORKER))
    await until(lambda: empty(client, "inbox"), 90)
    await until(lambda: empty(client, "outbox"), 90)

    expected = [f"{number + 1}: m{number}" for number in range(EACH)]
    stored: dict[str, list[str]] = defaultdict(list)
    for row in await in_database(lambda: list(Message.objects.filter(direction="out").order_by("id"))):
        stored[str(row.conversation_id)].append(row.text)
        assert row.status == "sent"
    assert stored == dict.fromkeys(conversations, expected)
    assert await dead_letters(client, "inbox") == await dead_letters(client, "outbox") == []

    # What the sender handed over: each answer once, in order. (The incoming ones may be announced again after a crash.)
    out = await in_database(lambda: {row.pk: row for row in Message.objects.filter(direction="out")})
    heard: dict[str, list[str]] = defaultdict(list)
    while (event := await pubsub.get_message(timeout=1)) is not None:
        if event["type"] != "pmessage":
            continue
        found = out.get(json.loads(event["data"]).get("id"))
        if found is not None:
            heard[str(found.conversation_id)].append(found.text)
    await pubsub.aclose()
    assert heard == dict.fromkeys(conversations, expected)
    assert kills == 3

    # The youngest may still be starting, and knows no stop signal yet.
    await asyncio.sleep(2.5)
    await until(_two_workers, 60)
    for process in (*workers, sender):
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 15) == 0
        assert time.monotonic() - began < 12


async def _two_workers() -> bool:
    return await live_processes(async_client(), "inbox") == 2


async def _at_least(share: float) -> bool:
    return await answered() >= share * CONVERSATIONS * EACH


async def test_a_worker_that_is_told_to_stop_finishes_what_is_in_hand_and_exits_with_0(
    client: redis.asyncio.Redis[str], processes: Processes
) -> None:
    worker = processes.start(WORKER)
    for number in range(40):
        await put(message(f"m{number}", conversation=str(uuid.UUID(int=number % 4 + 1)), external_id=f"{number}"))
    await until(lambda: _at_least(0.02), 60)
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.wait, 15) == 0
    # Nothing is half done: what was stored as answered is acknowledged, the rest waits for the next worker.
    done = await answered()
    assert 0 < done < 40
    extremes = await in_database(lambda: Message.objects.filter(direction="out").aggregate(Min("status"), Max("status")))
    assert set(extremes.values()) == {"queued"}
    processes.start(WORKER)
    await until(lambda: empty(client, "inbox"), 60)
    assert await answered() == 40

"""How long the queues are now, and how old what waits in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import redis.asyncio

from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.sharing import live_processes


@dataclass(frozen=True)
class Queues:
    """By kind of stream, over all partitions: entries not finished, the age of the oldest, dead letters, live processes."""

    length: dict[str, int]
    oldest_seconds: dict[str, float]
    dead_letters: dict[str, int]
    processes: dict[str, int]


async def read_queues(client: redis.asyncio.Redis[str]) -> Queues:
    """Ask Redis; ages are by its own clock."""
    length: dict[str, int] = {}
    oldest: dict[str, float] = {}
    dead: dict[str, int] = {}
    processes: dict[str, int] = {}
    now, micro = await client.time()
    for kind in keys.KINDS:
        pipe: Any = client.pipeline(transaction=False)
        for partition in range(environment().partitions):
            pipe.xlen(keys.stream(kind, partition))
            pipe.xrange(keys.stream(kind, partition), count=1)
            pipe.xlen(keys.dead_letters(kind, partition))
        answers = await pipe.execute()
        length[kind] = sum(answers[0::3])
        dead[kind] = sum(answers[2::3])
        puts = [int(entries[0][0].split("-")[0]) / 1000 for entries in answers[1::3] if entries]
        oldest[kind] = max(0.0, now + micro / 1e6 - min(puts)) if puts else 0.0
        processes[kind] = await live_processes(client, kind)
    return Queues(length, oldest, dead, processes)

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
    """By kind of stream, over all partitions: entries not finished, the age of the oldest, dead letters, live processes.

    `last_death_seconds`: how long ago the last dead letter came; None when there is none.
    """

    length: dict[str, int]
    oldest_seconds: dict[str, float]
    dead_letters: dict[str, int]
    processes: dict[str, int]
    last_death_seconds: dict[str, float | None]


async def read_queues(client: redis.asyncio.Redis[str]) -> Queues:
    """Ask Redis; ages are by its own clock."""
    length: dict[str, int] = {}
    oldest: dict[str, float] = {}
    dead: dict[str, int] = {}
    processes: dict[str, int] = {}
    last_death: dict[str, float | None] = {}
    seconds, microseconds = await client.time()
    now = seconds + microseconds / 1e6
    for kind in keys.KINDS:
        pipe: Any = client.pipeline(transaction=False)
        for partition in range(environment().partitions):
            pipe.xlen(keys.stream(kind, partition))
            pipe.xrange(keys.stream(kind, partition), count=1)
            pipe.xlen(keys.dead_letters(kind, partition))
            pipe.xrevrange(keys.dead_letters(kind, partition), count=1)
        answers = await pipe.execute()
        length[kind] = sum(answers[0::4])
        dead[kind] = sum(answers[2::4])
        puts = _times(answers[1::4])
        deaths = _times(answers[3::4])
        oldest[kind] = max(0.0, now - min(puts)) if puts else 0.0
        last_death[kind] = max(0.0, now - max(deaths)) if deaths else None
        processes[kind] = await live_processes(client, kind)
    return Queues(length, oldest, dead, processes, last_death)


def _times(answers: list[Any]) -> list[float]:
    """When each of these entries was put, in seconds since 1970."""
    return [int(entries[0][0].split("-")[0]) / 1000 for entries in answers if entries]

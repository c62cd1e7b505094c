"""Counters and latencies of every process, added up in one Redis hash, so that the web process shows them all.

A process keeps small sums in memory and adds them to Redis each second while there is something to add; a crash loses at most that
second. What is counted never holds a citizen's words.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client

SEPARATOR = "\x1f"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_FLUSH_SECONDS = 1.0


@dataclass(frozen=True)
class Counter:
    """What is counted, and by what it is told apart."""

    documentation: str
    labels: tuple[str, ...]


COUNTERS: dict[str, Counter] = {
    "messages": Counter("Messages put into the inbox.", ("channel", "outcome")),
    "decisions": Counter("Turns of the dialogue by what was decided.", ("decision",)),
    "languages": Counter("Turns of the dialogue by language.", ("language",)),
    "intents": Counter("Turns of the dialogue by intent.", ("intent",)),
    "sent": Counter("Messages handed to a channel.", ("channel", "outcome")),
    "errors": Counter("Attempts that failed.", ("stage", "error")),
    "dead_letters": Counter("Entries that went to the dead letters.", ("stream",)),
}
STAGES = ("webhook", "queue_wait", "understanding", "store", "send")


class Metrics:
    """The sums of this process that are not yet in Redis."""

    def __init__(self) -> None:
        self._whole: defaultdict[str, int] = defaultdict(int)
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._flusher: asyncio.Task[None] | None = None

    def count(self, name: str, *labels: str) -> None:
        """Add one to a counter of `COUNTERS`."""
        self._whole[SEPARATOR.join(("count", name, *labels))] += 1
        self._flush_soon()

    def observe(self, stage: str, seconds: float) -> None:
        """Note how long a stage of `STAGES` took."""
        seconds = max(0.0, seconds)
        bucket = next((str(limit) for limit in BUCKETS if seconds <= limit), "+Inf")
        self._whole[SEPARATOR.join(("bucket", stage, bucket))] += 1
        self._seconds[SEPARATOR.join(("sum", stage))] += seconds
        self._flush_soon()

    def forget(self) -> None:
        """Drop what is not yet in Redis (tests)."""
        self._whole.clear()
        self._seconds.clear()

    async def flush(self) -> None:
        """Add the sums to Redis; when Redis cannot be reached they are kept for the next time."""
        whole, self._whole = self._whole, defaultdict(int)
        seconds, self._seconds = self._seconds, defaultdict(float)
        if not whole and not seconds:
            return
        try:
            pipe = async_client("steady").pipeline(transaction=True)
            for field, number in whole.items():
                pipe.hincrby(keys.metrics(), field, number)
            for field, total in seconds.items():
                pipe.hincrbyfloat(keys.metrics(), field, total)
            await pipe.execute()
        except (RedisError, OSError):
            for field, number in whole.items():
                self._whole[field] += number
            for field, total in seconds.items():
                self._seconds[field] += total

    def _flush_soon(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # Another thread: the next event of the loop takes it along.
        if self._flusher is None or self._flusher.done() or self._flusher.get_loop() is not loop:
            self._flusher = loop.create_task(self._flush_until_empty())

    async def _flush_until_empty(self) -> None:
        while self._whole or self._seconds:
            await asyncio.sleep(_FLUSH_SECONDS)
            await self.flush()


METRICS = Metrics()

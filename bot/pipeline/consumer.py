"""The one consume loop, for the inbox and for the outbox.

It holds this process's share of the partitions, keeps their leases, takes what a dead process left, gives back what is too much, and
at a stop signal finishes what is in hand. What an entry means is the business of the two functions in its `Handling`.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from bot.environment import environment
from bot.pipeline import keys, leases
from bot.pipeline.attempt import Handling
from bot.pipeline.connection import async_client
from bot.pipeline.leased_stream import LeasedStream
from bot.pipeline.metrics import METRICS
from bot.pipeline.partition import Partition
from bot.pipeline.sharing import Share

log = structlog.get_logger(__name__)
# A stopped process has ten seconds in all; the rest of them is for releasing the leases.
_SECONDS_TO_FINISH = 7.0


class Consumer:
    """Consumes one kind of stream until told to stop. `lease_seconds` is how long a dead process keeps its partitions."""

    def __init__(self, kind: keys.Kind, handling: Handling, lease_seconds: float = leases.LEASE_SECONDS) -> None:
        self._kind = kind
        self._handling = handling
        self._lease_seconds = lease_seconds
        self._client: redis.asyncio.Redis[str] = async_client("steady")
        self._share = Share(self._client, kind, lease_seconds)
        self._slots = asyncio.Semaphore(handling.at_once)
        self._held: dict[int, Partition] = {}
        self._leaving: dict[int, tuple[Partition, asyncio.Task[None]]] = {}

    @property
    def partitions(self) -> set[int]:
        """The partitions that it holds now."""
        return set(self._held)

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until `stop` is set, then finish and release within ten seconds."""
        log.info("consumer.started", kind=self._kind, process=self._share.process)
        while not stop.is_set():
            missing = 1
            try:
                missing = await self._round()
            except (RedisError, OSError) as error:
                log.warning("consumer.redis_unavailable", kind=self._kind, error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._lease_seconds / (15 if missing else 5)):
                    await stop.wait()
        await self._end()

    async def _round(self) -> int:
        """Renew, then take or give back; returns how many partitions are missing from a fair share."""
        for number, (_, leaving) in list(self._leaving.items()):
            if leaving.done():
                del self._leaving[number]
        for number, partition in [*self._held.items(), *((number, partition) for number, (partition, _) in self._leaving.items())]:
            if not await leases.renew(self._client, partition.lease):
                partition.lose()
                self._held.pop(number, None)
                log.warning("consumer.lease_lost", kind=self._kind, partition=number)
        target = await self._share.heartbeat()
        if len(self._held) > target:
            self._give_back(len(self._held) - target)
        elif len(self._held) < target:
            await self._take(target - len(self._held))
        return max(0, target - len(self._held))

    async def _take(self, count: int) -> None:
        others = [number for number in range(environment().partitions) if number not in self._held and number not in self._leaving]
        random.shuffle(others)
        for number in others:
            if count == 0:
                return
            lease = await leases.take(self._client, self._kind, number, self._lease_seconds)
            if lease is not None:
                stream = LeasedStream(self._client, async_client("blocking"), lease)
                self._held[number] = Partition(stream, self._handling, self._slots)
                count -= 1

    def _give_back(self, count: int) -> None:
        least_busy = sorted(self._held, key=lambda number: self._held[number].waiting)[:count]
        for number in least_busy:
            partition = self._held.pop(number)
            self._leaving[number] = (partition, asyncio.create_task(self._return(partition, self._handling.timeout)))

    async def _return(self, partition: Partition, seconds: float) -> None:
        await partition.stop(seconds)
        with suppress(RedisError, OSError):  # It expires by itself.
            await leases.release(self._client, partition.lease)

    async def _end(self) -> None:
        returning = [asyncio.create_task(self._return(partition, _SECONDS_TO_FINISH)) for partition in self._held.values()]
        returning += [task for _, task in self._leaving.values()]
        if returning:
            await asyncio.wait(returning, timeout=_SECONDS_TO_FINISH + 1)
        with suppress(RedisError, OSError):  # Its place expires by itself.
            await self._share.leave()
        await METRICS.flush()
        log.info("consumer.stopped", kind=self._kind, process=self._share.process)

"""One partition while this process holds it: entries of a conversation one after the other, conversations side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import replace

import structlog
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.pipeline.attempt import Handling, Progress, attempt
from bot.pipeline.errors import LeaseLost
from bot.pipeline.leased_stream import Entry, LeasedStream
from bot.pipeline.leases import Lease

log = structlog.get_logger(__name__)
_SECONDS_AFTER_ERROR = 1.0


class Partition:
    """Reads a stream and handles its entries until it is stopped or the lease is lost.

    A conversation with waiting entries has a lane: a queue and a task that works it off. A lane that pauses after a failed attempt
    holds up nobody else.
    """

    def __init__(self, stream: LeasedStream, handling: Handling, slots: asyncio.Semaphore) -> None:
        self._stream = stream
        self._handling = handling
        self._slots = slots
        self._lanes: dict[str, deque[Entry]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._taken: set[str] = set()
        self._stopping = asyncio.Event()
        self._room = asyncio.Event()
        self._reader = asyncio.create_task(self._read(), name=f"{self.lease.kind} {self.lease.partition}")

    @property
    def lease(self) -> Lease:
        """The lease under which it works."""
        return self._stream.lease

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself, because the lease is lost."""
        return self._stopping.is_set()

    @property
    def waiting(self) -> int:
        """How many entries it has taken and not finished."""
        return len(self._taken)

    async def stop(self, seconds: float) -> None:
        """Take nothing more, finish the messages in hand within that time, leave the rest to the next holder."""
        self._stopping.set()
        # More than once: the Redis client loses a cancellation that comes while it connects.
        while not self._reader.done():
            self._reader.cancel()
            await asyncio.wait({self._reader}, timeout=0.2)
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def lose(self) -> None:
        """The lease is lost: stop at once, without finishing anything."""
        self._stopping.set()
        for task in (self._reader, *self._tasks):
            if task is not asyncio.current_task():
                task.cancel()

    async def _read(self) -> None:
        recovered = False
        while not self._stopping.is_set():
            try:
                if not recovered:
                    await self._stream.ensure_group()
                    # Also after an error: an answer that got lost on the way may have held entries, which are now pending.
                    self._accept(await self._stream.pending())
                    recovered = True
                room = self._handling.window - len(self._taken)
                if room <= 0:
                    self._room.clear()
                    await self._room.wait()
                    continue
                entries = await self._stream.new(room)
                self._accept(entries)
                if not entries:
                    await self._stream.wait()
            except LeaseLost:
                self._lost()
            except Exception as error:  # A reader that ends would leave its messages unread.
                recovered = False
                level = log.warning if isinstance(error, (RedisConnectionError, RedisTimeoutError)) else log.error
                level("partition.unreadable", error=type(error).__name__, kind=self.lease.kind, partition=self.lease.partition)
                await asyncio.sleep(_SECONDS_AFTER_ERROR)

    def _accept(self, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.id in self._taken:
                continue
            self._taken.add(entry.id)
            if entry.conversation in self._lanes:
                self._lanes[entry.conversation].append(entry)
                continue
            self._lanes[entry.conversation] = deque([entry])
            task = asyncio.create_task(self._work_off(entry.conversation))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work_off(self, conversation: str) -> None:
        lane = self._lanes[conversation]
        try:
            while lane and not self._stopping.is_set():
                entry = lane[0]
                if not await self._finish(entry, lane):
                    return
                lane.popleft()
                self._taken.discard(entry.id)
                self._room.set()
        except LeaseLost:
            self._lost()
        finally:
            del self._lanes[conversation]

    async def _finish(self, entry: Entry, lane: deque[Entry]) -> bool:
        progress = Progress()
        while not self._stopping.is_set():
            async with self._slots:
                if self._stopping.is_set():
                    return False
                behind = tuple(later.fields for later in list(lane)[1:])
                pause = await attempt(self._stream, self._handling, replace(entry, behind=behind), progress)
            if pause is None:
                return True
            await self._sleep(pause)
        return False

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    def _lost(self) -> None:
        if not self._stopping.is_set():
            log.warning("partition.lost", kind=self.lease.kind, partition=self.lease.partition)
        self.lose()

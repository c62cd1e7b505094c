"""A worker or sender process from its start to its stop signal."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from types import FrameType
from typing import Any, Protocol

from bot.pipeline.connection import close_async_clients


class Running(Protocol):
    """What runs until it is told to stop."""

    def run(self, stop: asyncio.Event) -> Coroutine[Any, Any, None]: ...


class Together:
    """Several that run side by side until they are told to stop; the fault of one ends them all."""

    def __init__(self, *parts: Running) -> None:
        self._parts = parts

    async def run(self, stop: asyncio.Event) -> None:
        """Run them all."""
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(part.run(stop))


_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _leave_at_once(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def run_process(make_consumer: Callable[[], Awaitable[Running]]) -> None:
    """Make the consumer and run it until SIGTERM or SIGINT; then it finishes what is in hand and this returns."""
    # Loading a model takes seconds in which no loop runs, and nothing is in hand yet.
    for number in _SIGNALS:
        signal.signal(number, _leave_at_once)
    asyncio.run(_run(make_consumer))


async def _run(make_consumer: Callable[[], Awaitable[Running]]) -> None:
    consumer = await make_consumer()
    stop = asyncio.Event()
    for number in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await consumer.run(stop)
    finally:
        await close_async_clients()

"""Citizens who write at given moments: the stand-in itself keeps the time, so that no request for each message disturbs a measurement."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

Wish = dict[str, Any]


class Schedule:
    """Carries out wishes, each `after` so many seconds."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, act: Callable[[Wish], object], wishes: Sequence[Wish]) -> float:
        """Begin now and return at once; gives the moment from which the seconds count.

        Raises:
            KeyError, TypeError, ValueError: a wish does not say when.
        """
        ordered = sorted(((float(wish["after"]), wish) for wish in wishes), key=lambda one: one[0])
        task = asyncio.create_task(_run(act, ordered, asyncio.get_running_loop().time()))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return time.time()

    def cancel(self) -> None:
        """Drop whatever has not been done yet."""
        for task in self._tasks:
            task.cancel()


async def _run(act: Callable[[Wish], object], ordered: Sequence[tuple[float, Wish]], began: float) -> None:
    loop = asyncio.get_running_loop()
    for after, wish in ordered:
        if (left := began + after - loop.time()) > 0:
            await asyncio.sleep(left)
        act(wish)

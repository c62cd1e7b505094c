"""Faults that a test orders: the next calls of a method fail in a certain way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web


@dataclass
class Fault:
    """What goes wrong `times` times with `method` (`*`: any), to `chat` alone if given.

    `status`: an HTTP status; `drop`: the call is carried out, then the connection is closed without an answer; `hang`: the call waits
    `seconds` and is carried out only if the caller is still there. `retry_after`: 429 with that many seconds.
    """

    method: str = "*"
    times: int = 1
    status: int | str = 500
    seconds: float = 5.0
    retry_after: int = 0
    chat: str = ""

    def __post_init__(self) -> None:
        if self.retry_after:
            self.status = 429
        if isinstance(self.status, str) and self.status.isdigit():
            self.status = int(self.status)
        if not isinstance(self.status, int) and self.status not in ("drop", "hang"):
            raise ValueError(f"The status of a fault is a number, 'drop' or 'hang', not {self.status!r}.")


class Faults:
    """The faults still to come, first ordered first served."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def order(self, wish: dict[str, Any]) -> Fault:
        """Take an order in the form of the control API.

        Raises:
            ValueError, TypeError: it is none.
        """
        fault = Fault(**{**wish, "chat": str(wish.get("chat", ""))})
        self._faults.append(fault)
        return fault

    def take(self, method: str, chat: str = "") -> Fault | None:
        """The fault that befalls this call, if any."""
        for fault in self._faults:
            if fault.method in ("*", method) and fault.chat in ("", chat):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all."""
        self._faults.clear()

    def __len__(self) -> int:
        return sum(fault.times for fault in self._faults)


async def hang(request: web.Request, seconds: float) -> bool:
    """Wait; returns whether the caller is still there."""
    await asyncio.sleep(seconds)
    return request.transport is not None and not request.transport.is_closing()


def drop(request: web.Request) -> web.Response:
    """Close the connection at once, so that the caller gets no answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)

"""Lets open pages go when the web process is told to stop: the server waits for every response to end, and an event stream has no end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

_prepared = False


def before_stop(let_go: Callable[[], None]) -> None:
    """Call `let_go` when a stop signal comes, before the server's own handler; does nothing after the first time.

    To be called from a request: the server has put in its handlers by then, but not yet when it loads the application.
    """
    global _prepared
    if _prepared or threading.current_thread() is not threading.main_thread():
        return
    _prepared = True
    for number in (signal.SIGTERM, signal.SIGINT):
        _prepend(number, let_go)


def _prepend(number: signal.Signals, let_go: Callable[[], None]) -> None:
    servers: Any = signal.getsignal(number)

    def handler(received: int, frame: FrameType | None) -> None:
        let_go()
        servers(received, frame)

    if callable(servers):
        signal.signal(number, handler)

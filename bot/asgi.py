"""The web process for an ASGI server: `uvicorn bot.asgi:application --lifespan off`."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
application = get_asgi_application()


def _end_pages_first(number: signal.Signals) -> None:
    """Let open pages go when the server is told to stop: it waits for every response to end, and an event stream has no end."""
    from bot.webchat.listening import end_all_pages

    before: Any = signal.getsignal(number)

    def handler(received: int, frame: FrameType | None) -> None:
        end_all_pages()
        if callable(before):
            before(received, frame)

    # The server has put in its own handler by the time it loads this module; without one there is nothing to come before.
    if callable(before):
        signal.signal(number, handler)


if threading.current_thread() is threading.main_thread():
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        _end_pages_first(stop_signal)

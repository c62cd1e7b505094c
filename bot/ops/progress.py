"""Progress of long work: one bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 30
SECONDS_BETWEEN_LINES = 20.0


class Progress:
    """Shows how far one piece of work has come; `close` ends its line."""

    def __init__(self, title: str, out: TextIO | None = None) -> None:
        self._title = title
        self._out = out or sys.stdout
        self._began = time.monotonic()
        self._last_line = self._began
        self._shown = False

    def show(self, fraction: float, note: str = "") -> None:
        """Show that `fraction` (0 to 1) is done."""
        now = time.monotonic()
        fraction = min(max(fraction, 0.0), 1.0)
        if self._out.isatty():
            bar = "#" * round(WIDTH * fraction)
            print(f"\r\x1b[K{self._title} [{bar:.<{WIDTH}}] {fraction:4.0%} {note[:30]}", end="", file=self._out, flush=True)
            self._shown = True
        elif now - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = now
            print(f"{self._title}: {fraction:.0%} {note}".rstrip(), file=self._out, flush=True)

    def close(self, sentence: str = "") -> None:
        """Replace the bar by one sentence, or by nothing."""
        if self._shown:
            print("\r\x1b[K", end="", file=self._out)
        if sentence:
            print(f"{sentence} ({time.monotonic() - self._began:.0f} s)", file=self._out)
        self._out.flush()

"""What happened at a stand-in, in order: every request, every message and everything that the platform would not have liked."""

from __future__ import annotations

import asyncio
import time
from typing import Any

Entry = dict[str, Any]


class Journal:
    """Entries numbered from 1; a reset forgets them but never uses a number again, so that readers keep their place."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._forgotten = 0
        self._news = asyncio.Event()
        self.violations = 0

    @property
    def last(self) -> int:
        """The number of the newest entry, 0 before the first."""
        return self._forgotten + len(self._entries)

    def add(self, what: str, **details: Any) -> Entry:
        """Write one entry and wake whoever waits for it."""
        entry: Entry = {"n": self.last + 1, "time": time.time(), "what": what, **details}
        self._entries.append(entry)
        if what == "violation":
            self.violations += 1
        news, self._news = self._news, asyncio.Event()
        news.set()
        return entry

    def after(self, number: int, limit: int = 5000) -> list[Entry]:
        """The entries with a higher number, oldest first."""
        start = max(number - self._forgotten, 0)
        return self._entries[start : start + limit]

    def having(self, what: str) -> list[Entry]:
        """All entries of one sort."""
        return [entry for entry in self._entries if entry["what"] == what]

    async def wait(self, number: int, seconds: float) -> None:
        """Return once there is an entry with a higher number, or after so many seconds."""
        if self.last > number or seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    def reset(self) -> None:
        """Forget all entries."""
        self._forgotten = self.last
        self._entries.clear()
        self.violations = 0
        self.add("reset")

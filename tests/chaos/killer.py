"""Ends processes in the middle of whatever they are doing."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable

from tests.standins.installation import Installation


class Killer(threading.Thread):
    """Every few seconds one process is killed outright, or the database is restarted without mercy."""

    def __init__(
        self, installation: Installation, restart_database: Callable[[], None], plan: list[str], pause: float, rng: random.Random
    ) -> None:
        super().__init__(name="killer", daemon=True)
        self._installation = installation
        self._restart_database = restart_database
        self._plan = plan
        self._pause = pause
        self._rng = rng
        self._ended = threading.Event()
        self.kills: Counter[str] = Counter()
        self.errors: list[BaseException] = []

    def run(self) -> None:
        """Work off the plan."""
        try:
            for name in self._plan:
                if self._ended.wait(self._rng.uniform(0.5, 1.5) * self._pause):
                    return
                if name == "database":
                    self._restart_database()
                    self.kills[name] += 1
                else:
                    self._kill(name)
        except BaseException as error:
            self.errors.append(error)
            raise

    def end(self) -> None:
        """Kill nothing more."""
        self._ended.set()
        self.join(60)

    def _kill(self, name: str) -> None:
        for number in self._installation.processes().get(name, ()):
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.kills[name] += 1

"""The training as its own process holds it: progress and log into the database, signs of life, and the wish to cancel."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from bot.releases.models import TrainingRun
from bot.releases.problems import RunLost

_BEAT_SECONDS = 5.0
_WRITE_SECONDS = 1.0
_LONGEST_LOG = 100


class RunHandle:
    """A training that this process works on. Within the block a thread writes what was shown, and says that the process lives.

    When the training is cancelled, or no longer this process's, the thread asks the process to end (SIGTERM).
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self.log: list[list[Any]] = []
        self._shown: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._writing = threading.Thread(target=self._write_on, name="training", daemon=True)

    def __enter__(self) -> RunHandle:
        self._writing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()

    def rest(self) -> None:
        """Give no more signs of life, before the training ends: its end would look like a loss."""
        self._stop.set()
        if self._writing.is_alive():
            self._writing.join(_BEAT_SECONDS)

    def show(self, progress: float, stage: str, state: TrainingRun.State = TrainingRun.State.RUNNING) -> None:
        """Say how far the training is. It touches no database, so it may be called on an event loop."""
        if stage != self.run.stage:
            self.run.stage = stage
            self.note(stage)
        with self._lock:
            self._shown |= {"progress": round(min(max(progress, 0.0), 1.0), 4), "stage": stage, "state": state}

    def note(self, name: str, **numbers: int) -> None:
        """Add a step to the log. It holds names and numbers alone, and no words of a citizen."""
        with self._lock:
            self.log = [*self.log, [timezone.now().isoformat(timespec="seconds"), name, numbers]][-_LONGEST_LOG:]
            self._shown["log"] = self.log

    def write(self) -> None:
        """Write what was shown since the last time.

        Raises:
            RunLost: the training was cancelled, or is no longer this process's.
        """
        with self._lock:
            shown, self._shown = self._shown, {}
        mine = TrainingRun.objects.filter(pk=self.run.pk, slot=1, token=self.run.token, cancel_asked=False)
        try:
            written = mine.update(heartbeat=timezone.now(), **shown)
        except DatabaseError:
            with self._lock:
                self._shown = shown | self._shown
            raise
        if not written:
            raise RunLost

    def _write_on(self) -> None:
        last = time.monotonic()
        while not self._stop.wait(_WRITE_SECONDS):
            if not self._shown and time.monotonic() - last < _BEAT_SECONDS:
                continue
            last = time.monotonic()
            try:
                self.write()
            except DatabaseError:
                continue  # the next second may reach it
            except RunLost:
                if not self._stop.is_set():
                    os.kill(os.getpid(), signal.SIGTERM)
                return
            finally:
                close_old_connections()

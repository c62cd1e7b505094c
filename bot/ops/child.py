"""One process of the installation as a child of `manage.py run`: started, watched, started again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from bot.ops.parent_death import start_child

LONGEST_LOG = 10_000_000
PATIENCE = 10.0
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0


class Child:
    """A process in a session of its own: Ctrl-C on the terminal reaches only the supervisor, which stops the children in order."""

    def __init__(self, name: str, command: list[str], log_folder: Path, is_ready: Callable[[], bool]) -> None:
        self.name = name
        self.command = command
        self.log = log_folder / f"{name}.log"
        self.is_ready = is_ready
        self.starts = 0
        self._failures = 0
        self._started = 0.0
        self._next_start = 0.0
        self._log_began = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output goes to the end of its log."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bot.settings",
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        with self.log.open("ab") as out:
            self._log_began = out.tell()
            self._process = start_child(self.command, out, surroundings)
        self.starts += 1
        self._started = time.monotonic()

    @property
    def pid(self) -> int | None:
        """Its process id, once it was started."""
        return self._process.pid if self._process is not None else None

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll() if self._process is not None else 0

    def last_line(self) -> str:
        """The last line that it wrote since it was last started."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(self._log_began, self.log.stat().st_size - 5000))
                lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
        except OSError:
            return ""
        return lines[-1][:300] if lines else ""

    def note_death(self, now: float) -> float:
        """Seconds until it may be started again: 1, 2, 4, ... after one death following another."""
        self._clear_group()
        self._failures = 1 if now - self._started > STEADY_AFTER else self._failures + 1
        pause = min(2.0 ** (self._failures - 1), LONGEST_PAUSE)
        self._next_start = now + pause
        self._process = None
        return pause

    @property
    def failures(self) -> int:
        """How often it died in a row, each time soon after its start."""
        return self._failures

    def may_start(self, now: float) -> bool:
        """Whether it is dead and its pause is over."""
        return self._process is None and now >= self._next_start

    def stop(self, hurry: Callable[[], bool]) -> bool:
        """Ask it to end, wait, and kill it when it does not; False when it had to be killed. `hurry` ends the waiting."""
        if self._process is None:
            return True
        if self._process.poll() is None:
            self._signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.05)
        in_time = self._process.poll() is not None
        self._clear_group()
        self._process.wait()
        return in_time

    def _clear_group(self) -> None:
        # Whatever the process had started and not ended itself.
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            try:
                os.killpg(self._process.pid, number)
            except (ProcessLookupError, PermissionError):
                pass

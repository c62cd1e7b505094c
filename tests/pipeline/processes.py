"""Real processes on the test's database and Redis."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bot.environment import ROOT
from tests.own_database import database_url


class Processes:
    """The processes of one test."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab")
        self._all: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str], **more: str) -> subprocess.Popen[bytes]:
        """Start one; `more` are further settings."""
        surroundings = {**os.environ, **more, "DATABASE_URL": database_url(), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=self._log, stderr=subprocess.STDOUT)
        self._all.append(process)
        return process

    def end(self) -> None:
        """End them all."""
        for process in self._all:
            process.kill()
            process.wait()
        self._log.close()

"""A process on the server's own database and Redis, for what happens behind the pages: what workers store, and time that goes by."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self

from bot.environment import ROOT
from tests.browser.server import LiveServer

_LOOP = """
import json, sys
scope = {}
for line in sys.stdin:
    scope["answer"] = None
    exec(json.loads(line), scope)
    print("ANSWER", json.dumps(scope["answer"]), flush=True)
"""


class BackOffice:
    """Runs lines of Python in the server's surroundings, one after the other; names stay from one to the next."""

    def __init__(self, server: LiveServer) -> None:
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", _LOOP]
        surroundings = {**server.surroundings, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)
        assert self._process.stdout
        self._process.stdout.close()

    def run(self, code: str) -> Any:
        """Run it, and return what it put into `answer`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("ANSWER "):
                return json.loads(line.removeprefix("ANSWER "))
        raise RuntimeError("The back office has ended.")

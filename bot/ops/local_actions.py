"""The action server for a command that runs on its own (`ask`, `chat`, `evaluate`): a child of this process."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bot.environment import ROOT, environment
from bot.ops.parent_death import end_with_parent

_START_SECONDS = 90


class ActionServerFailed(RuntimeError):
    """The action server did not start."""


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def local_actions(patience: float = _START_SECONDS) -> Iterator[str]:
    """Start an action server on a free port of this machine and give its URL; it ends with the block.

    `patience` is how many seconds it may take to start.

    Raises:
        ActionServerFailed: it did not answer in time.
    """
    port = free_port()
    log = environment().state_folder / "log" / "console-actions.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        command = [sys.executable, "manage.py", "actions", "--port", str(port)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, preexec_fn=end_with_parent)
    try:
        deadline = time.monotonic() + patience
        while not _answers(port):
            if child.poll() is not None or time.monotonic() > deadline:
                child.kill()
                raise ActionServerFailed(f"The action server did not start; {log} tells why.")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

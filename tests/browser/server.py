"""The web process as it runs in production, with a folder for state of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.environment import ROOT


@dataclass
class LiveServer:
    """A running web process: its address, and its commands."""

    url: str
    surroundings: dict[str, str]
    process: subprocess.Popen[bytes]

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on the server's state, and return what it prints."""
        return manage(self.surroundings, *arguments)

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(20)


def manage(surroundings: dict[str, str], *arguments: str) -> str:
    """Run `manage.py`, and return what it prints."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True, timeout=300).stdout.strip()


def start(state: Path) -> LiveServer:
    """Make the database in that folder and start the web process on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    surroundings = {**os.environ, "STATE_DIR": str(state), "PORT": port, "DATABASE_URL": "", "PUBLIC_URL": ""}
    manage(surroundings, "migrate", "--no-input", "--verbosity", "0")
    command = [sys.executable, "-m", "uvicorn", "bot.asgi:application", "--lifespan", "off", "--port", port, "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings)
    url = f"http://127.0.0.1:{port}"
    patience = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < patience:
        try:
            httpx.get(f"{url}/healthz", trust_env=False).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return LiveServer(url, surroundings, process)
    process.kill()
    raise RuntimeError("The web process did not start.")

"""A whole installation, started by its own command, with the stand-ins in place of Telegram and Twilio."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent.parent
_NUMBER = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_WEBHOOK = re.compile(r"https?://\S+/hooks/[\w-]+")


@dataclass(frozen=True)
class Credentials:
    """What the platforms gave the agency: invented, and new for each installation."""

    token: str
    account_sid: str
    auth_token: str
    sender: str

    @classmethod
    def invented(cls) -> Credentials:
        """Credentials in the platforms' form."""
        number = 1_000_000_000 + secrets.randbelow(8_000_000_000)
        return cls(f"{number}:{secrets.token_urlsafe(27)[:35]}", f"AC{secrets.token_hex(16)}", secrets.token_hex(16), "+14155238886")


class Installation:
    """`manage.py run` as a child. `surroundings` are settings on top of those of this process."""

    def __init__(self, state: Path, credentials: Credentials, surroundings: Mapping[str, str]) -> None:
        self.state = state
        self.credentials = credentials
        self.surroundings = {**os.environ, "STATE_DIR": str(state), **surroundings}
        self.address = f"http://127.0.0.1:{surroundings['PORT']}"
        self._process: subprocess.Popen[str] | None = None

    def start(self, screen: TextIO | None = None, seconds: float = 900.0) -> None:
        """Start it and wait until it says that it runs.

        Raises:
            RuntimeError: it ended, or did not come up in time.
        """
        path = self.state / "screen"
        with path.open("w") as out:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "run"], cwd=ROOT, env=self.surroundings, stdin=subprocess.DEVNULL, stdout=screen or out,
                stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The installation did not start: {path.read_text()[-2000:]}")
            time.sleep(0.3)

    def is_ready(self) -> bool:
        """Whether it takes messages and workers and senders are there."""
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{self.address}/readyz", timeout=5) as answer:
                text = answer.read().decode()
        except OSError:
            return False
        return '"workers": 0' not in text and '"senders": 0' not in text

    def manage(self, *arguments: str, given: str = "") -> str:
        """Run a command of `manage.py`; returns what it printed.

        Raises:
            RuntimeError: it failed.
        """
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.surroundings,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"manage.py {arguments[0]} {arguments[1]} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def connect_telegram(self, agency: str) -> str:
        """Add the bot in webhook mode and register the webhook; returns the account's id."""
        given = f"token={self.credentials.token}\n"
        added = self.manage("channel", "add", "telegram", "--agency", agency, "--webhook", "--secrets", "-", given=given)
        number = _found(_NUMBER, added)
        self.manage("channel", "webhook", "set", number)
        return number

    def connect_whatsapp(self, agency: str) -> tuple[str, str]:
        """Add the sender; returns the account's id and the address that belongs into Twilio's settings."""
        fields = ["--set", f"account_sid={self.credentials.account_sid}", "--set", f"sender={self.credentials.sender}"]
        given = f"auth_token={self.credentials.auth_token}\n"
        added = self.manage("channel", "add", "whatsapp", "--agency", agency, *fields, "--secrets", "-", given=given)
        number = _found(_NUMBER, added)
        self.manage("channel", "introduce", number)
        return number, _found(_WEBHOOK, self.manage("channel", "webhook", "set", number))

    def processes(self) -> dict[str, list[int]]:
        """The living processes by what they are: web, worker, sender, actions, poller, valkey."""
        found: dict[str, list[int]] = {}
        marks = {
            "uvicorn": "web",
            "worker": "worker",
            "sender": "sender",
            "actions": "actions",
            "poller": "poller",
            "valkey-server": "valkey",
        }
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or f"STATE_DIR={self.state}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            for mark, name in marks.items():
                if any(word == mark or word.endswith(f"/{mark}") for word in words):
                    found.setdefault(name, []).append(int(entry.name))
        return found

    def wait(self) -> int:
        """Wait until it ends by itself."""
        assert self._process is not None
        return self._process.wait()

    def stop(self) -> None:
        """Ask it to stop, then make sure that nothing is left."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
        for numbers in self.processes().values():
            for number in numbers:
                os.kill(number, signal.SIGKILL)


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise RuntimeError(f"The command did not say what was expected: {text}")
    return match.group()

"""Drives a stand-in from a test: what citizens do, what they got, and faults; and starts one as a process of its own.

with start_telegram(["123456:ABC"]) as telegram:
    telegram.say("1001", "Halo", language="id")
    answer = telegram.wait_for(lambda entry: entry["what"] == "message" and entry["chat"] == "1001")
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
Entry = dict[str, Any]
Predicate = Callable[[Entry], bool]


class StandInError(Exception):
    """The stand-in did not do what was asked; the text says why."""


class StandIn:
    """One stand-in, reached at its address. Safe to use from several threads; `aio` has the same methods for asyncio."""

    def __init__(self, url: str, process: subprocess.Popen[str] | None = None) -> None:
        self.url = url.rstrip("/")
        self.process = process
        self.aio = AsyncStandIn(self)
        self._http = httpx.Client(base_url=self.url, timeout=40, trust_env=False)

    def act(self, action: str, **wish: Any) -> dict[str, Any]:
        """Any action of the control API, by name.

        Raises:
            StandInError: it was not done.
        """
        return self._checked(self._http.post(f"/control/{action}", json=wish))

    @staticmethod
    def _checked(answer: httpx.Response) -> dict[str, Any]:
        body: dict[str, Any] = answer.json()
        if answer.status_code != 200:
            raise StandInError(str(body.get("error", body)))
        return body

    def say(self, chat: str, text: str = "", **more: Any) -> dict[str, Any]:
        """A citizen writes (or `kind`: photo, document, voice, sticker, location, contact, edit, group ...)."""
        return self.act("say", chat=chat, text=text, **more)

    def press(self, chat: str, message: str | int, button: str | int, **more: Any) -> dict[str, Any]:
        """A citizen presses a button, named by its data or its place; `message`: the `message_id` or the `sid`."""
        return self.act("press", chat=chat, message_id=message, sid=message, button=button, **more)

    def faults(self, **wish: Any) -> dict[str, Any]:
        """Let the next calls fail; see `tests.standins.faults.Fault`."""
        return self.act("faults", **wish)

    def log(self, after: int = 0, wait: float = 0.0) -> list[Entry]:
        """The entries with a higher number; `wait`: seconds to wait for the first."""
        entries: list[Entry] = []
        while True:
            position = entries[-1]["n"] if entries else after
            answer = self._checked(self._http.get("/control/log", params={"after": position, "wait": 0 if entries else wait}))
            entries += answer["entries"]
            # A long log comes in pieces.
            if not answer["entries"] or answer["entries"][-1]["n"] >= answer["newest"]:
                return entries

    def messages(self, chat: str | None = None, after: int = 0) -> list[Entry]:
        """What the citizens got, or one of them."""
        return [entry for entry in self.log(after) if entry["what"] == "message" and chat in (None, entry["chat"])]

    def state(self) -> dict[str, Any]:
        """Pending updates, accepted messages by chat, violations, webhook."""
        return self._checked(self._http.get("/control/state"))

    def reset(self) -> None:
        """Begin anew."""
        self.act("reset")

    def wait_for(self, predicate: Predicate, seconds: float = 30.0, after: int = 0) -> Entry:
        """The first entry of the log that fits, waiting for it if need be.

        Raises:
            TimeoutError: none came in time; the text shows the last entries.
        """
        until, position = time.monotonic() + seconds, after
        seen: list[Entry] = []
        while (left := until - time.monotonic()) > 0:
            for entry in self.log(position, wait=min(left, 5.0)):
                if predicate(entry):
                    return entry
                position = entry["n"]
                seen.append(entry)
        raise TimeoutError(f"Nothing fitting came within {seconds} s; the last entries: {seen[-5:]}")

    def wait_for_message(self, chat: str, seconds: float = 30.0, after: int = 0) -> Entry:
        """The first message that the citizen gets after that place in the log."""
        return self.wait_for(lambda entry: entry["what"] == "message" and entry["chat"] == chat, seconds, after)

    def wait_until(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 30.0) -> dict[str, Any]:
        """The state, once it fulfils a condition.

        Raises:
            TimeoutError: it did not in time.
        """
        until = time.monotonic() + seconds
        while not condition(state := self.state()):
            if time.monotonic() > until:
                raise TimeoutError(f"The state did not come within {seconds} s: {state}")
            time.sleep(0.05)
        return state

    def close(self) -> None:
        """Close the connections; a process that was started goes on."""
        self._http.close()


class AsyncStandIn:
    """The same methods for asyncio: each runs in a thread."""

    def __init__(self, standin: StandIn) -> None:
        self._standin = standin

    async def act(self, action: str, **wish: Any) -> dict[str, Any]:
        """See `StandIn.act`."""
        return await asyncio.to_thread(self._standin.act, action, **wish)

    async def say(self, chat: str, text: str = "", **more: Any) -> dict[str, Any]:
        """See `StandIn.say`."""
        return await asyncio.to_thread(self._standin.say, chat, text, **more)

    async def press(self, chat: str, message: str | int, button: str | int, **more: Any) -> dict[str, Any]:
        """See `StandIn.press`."""
        return await asyncio.to_thread(self._standin.press, chat, message, button, **more)

    async def faults(self, **wish: Any) -> dict[str, Any]:
        """See `StandIn.faults`."""
        return await asyncio.to_thread(self._standin.faults, **wish)

    async def log(self, after: int = 0, wait: float = 0.0) -> list[Entry]:
        """See `StandIn.log`."""
        return await asyncio.to_thread(self._standin.log, after, wait)

    async def messages(self, chat: str | None = None, after: int = 0) -> list[Entry]:
        """See `StandIn.messages`."""
        return await asyncio.to_thread(self._standin.messages, chat, after)

    async def state(self) -> dict[str, Any]:
        """See `StandIn.state`."""
        return await asyncio.to_thread(self._standin.state)

    async def reset(self) -> None:
        """See `StandIn.reset`."""
        await asyncio.to_thread(self._standin.reset)

    async def wait_for(self, predicate: Predicate, seconds: float = 30.0, after: int = 0) -> Entry:
        """See `StandIn.wait_for`."""
        return await asyncio.to_thread(self._standin.wait_for, predicate, seconds, after)

    async def wait_for_message(self, chat: str, seconds: float = 30.0, after: int = 0) -> Entry:
        """See `StandIn.wait_for_message`."""
        return await asyncio.to_thread(self._standin.wait_for_message, chat, seconds, after)

    async def wait_until(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 30.0) -> dict[str, Any]:
        """See `StandIn.wait_until`."""
        return await asyncio.to_thread(self._standin.wait_until, condition, seconds)


@contextmanager
def start_telegram(tokens: Sequence[str], port: int = 0, options: Sequence[str] = ()) -> Iterator[StandIn]:
    """A Telegram of one's own with a bot for each token, on a free port unless one is given; `options` as on its command line."""
    given = [part for token in tokens for part in ("--token", token)]
    with _started("telegram", port, [*given, *options]) as standin:
        yield standin


@contextmanager
def start_twilio(account_sid: str, auth_token: str, sender: str, port: int = 0, options: Sequence[str] = ()) -> Iterator[StandIn]:
    """A Twilio of one's own with an account and its sender; `options` as on its command line, such as more accounts or --no-retry."""
    given = ["--account", f"{account_sid}:{auth_token}", "--sender", f"{sender}@{account_sid}"]
    with _started("twilio", port, [*given, *options]) as standin:
        yield standin


@contextmanager
def _started(platform: str, port: int, arguments: list[str]) -> Iterator[StandIn]:
    command = [sys.executable, "-m", f"tests.standins.{platform}", "--port", str(port), "--with-parent", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("listening on "):
            process.kill()
            raise StandInError(f"The {platform} stand-in did not start.")
        standin = StandIn(line.removeprefix("listening on ").strip(), process)
        try:
            yield standin
        finally:
            standin.close()
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()

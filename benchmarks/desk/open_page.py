"""A page of the desk without a browser: it makes the requests that the page's scripts make (bot/console/static/console/desk)."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import aiohttp

from benchmarks.desk.ledger import WHOLE_DESK, Ledger, Sight, Stay
from benchmarks.desk.page_parts import Event, EventReader, desk_data, items, own, reply_addresses, rows, versions

# As in live.js and case.js.
_LOOK_FOR_OWN = 2.0
_HAVE = 100
_RENEW_SECONDS = 15.0
_TYPING_SECONDS = 1.2
_NEVER = aiohttp.ClientTimeout(total=None, sock_read=60)
ORDER = ("sent", "delivered", "read")


class OpenPage:
    """One page of one conversation that its operator serves. `citizen` is who it is, once that is known."""

    def __init__(self, name: str, session: aiohttp.ClientSession, ledger: Ledger, text: str) -> None:
        self.name, self._session, self._ledger = name, session, ledger
        self.data = desk_data(text)
        self.handoff = int(self.data["case"])
        self.token = self.data["token"]
        self._reply_address, self._draft_address = reply_addresses(text)
        self._last = 0
        self._own = own(text)
        self._served = len(self._own)
        self._have: dict[str, str] = {}
        self._asking = self._again = self._wants_own = False
        self._soon: asyncio.TimerHandle | None = None
        self._shown: set[str] = set()
        self._take(text, 0.0)
        self._citizen, self._came = "", time.time()
        self._tasks: set[asyncio.Task[None]] = {asyncio.create_task(self._listen()), asyncio.create_task(self._renew())}

    def shows(self, citizen: str) -> None:
        """From now on it is known whose conversation this is."""
        self._citizen = citizen

    async def write(self, text: str) -> float | None:
        """Type for a while, as a person does, and send; returns when it was sent, None when it was refused."""
        for part in (text[: len(text) // 2], text):
            await asyncio.sleep(_TYPING_SECONDS)
            await self._post(self._draft_address, {"token": self.token, "text": part})
        began = time.time()
        status, answer = await self._post(self._reply_address, {"token": self.token, "text": text, "client_id": secrets.token_hex(16)})
        if status != 200:
            return None
        self._take(answer, began)
        return began

    def _headers(self) -> dict[str, str]:
        """What the page's scripts send along."""
        return {**csrf_header(self._session), "HX-Request": "true"}

    async def close(self) -> None:
        """The page is left."""
        now = time.time()
        for subject in (self._citizen, WHOLE_DESK):
            if subject:
                self._ledger.stayed(Stay(self.name, subject, self._came, now))
        if self._soon is not None:
            self._soon.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        place = self.data["place"]
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                query = {"place": place, "case": str(self.handoff)}
                async with self._session.get(self.data["events"], params=query, timeout=_NEVER) as stream:
                    stream.raise_for_status()
                    reader = EventReader()
                    async for line in stream.content:
                        event = reader.line(line.decode().rstrip("\n"))
                        if event is not None:
                            place = event.number or place
                            self._on(event)
            await asyncio.sleep(1.0)

    def _on(self, event: Event) -> None:
        now = time.time()
        if event.name == "case":
            self._start(self._look(now))
        elif event.name == "desk":
            for one in event.data["happenings"]:
                self._ledger.seen(f"{one['kind']} {one['handoff']}", Sight(self.name, now, now))
            concerned = {one["handoff"] for one in event.data["happenings"]} | set(event.data["messages"])
            if (self._own - {self.handoff}) & concerned or event.data["counts"]["mine"] != self._served:
                self._look_soon()
            self._served = event.data["counts"]["mine"]

    def _look_soon(self) -> None:
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(_LOOK_FOR_OWN, self._refresh)

    def _refresh(self) -> None:
        self._soon = None
        self._start(self._look(time.time(), with_own=True))

    async def _look(self, heard: float, *, with_own: bool = False) -> None:
        self._wants_own |= with_own
        if self._asking:
            self._again = True
            return
        self._asking = True
        try:
            while True:
                self._again = False
                address = f"{self.data['here'].removesuffix('here')}{self.handoff}/timeline"
                have = ",".join(f"{key}.{version}" for key, version in list(self._have.items())[-_HAVE:])
                query = {"after": str(self._last), "have": have, **({"own": "yes"} if self._wants_own else {})}
                self._wants_own = False
                async with self._session.get(address, params=query, headers=self._headers()) as answer:
                    if answer.status != 200:
                        return
                    self._take(await answer.text(), heard)
                if not self._again:
                    return
                heard = time.time()
        finally:
            self._asking = False

    def _take(self, text: str, heard: float) -> None:
        now = time.time()
        self._own = own(text) or self._own
        self._have |= versions(text)
        for item in items(text):
            self._last = max(self._last, item.number)
            if not item.mark:
                continue
            reached = ORDER[: ORDER.index(item.ticks) + 1] if item.ticks in ORDER else ()
            # Ours are known to the page that sent them; what is seen of those is how far they have got.
            for key in (item.mark, *(f"{item.mark} {status}" for status in reached)):
                if key not in self._shown:
                    self._shown.add(key)
                    self._ledger.seen(key, Sight(self.name, heard or now, now))

    async def _renew(self) -> None:
        while True:
            fields = {"case": str(self.handoff), "token": self.token}
            with suppress(aiohttp.ClientError, TimeoutError):
                await self._post(self.data["here"], fields)
            await asyncio.sleep(_RENEW_SECONDS)

    async def _post(self, address: str, fields: dict[str, str]) -> tuple[int, str]:
        async with self._session.post(address, data=fields, headers=self._headers()) as answer:
            return answer.status, await answer.text()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def csrf_header(session: aiohttp.ClientSession) -> dict[str, str]:
    """What Django asks of every request that changes something."""
    return {"X-CSRFToken": next((cookie.value for cookie in session.cookie_jar if cookie.key == "csrftoken"), "")}


async def first_waiting(session: aiohttp.ClientSession, desk: str) -> list[int]:
    """What the list of those who wait shows."""
    async with session.get(desk, params={"list": "waiting"}) as page:
        return rows(await page.text())

"""An operator: takes conversations over, answers, passes on, closes, and is away at times."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from typing import Protocol

import aiohttp

from benchmarks.desk.ledger import LIST, WHOLE_DESK, Ledger, Origin
from benchmarks.desk.open_page import OpenPage, csrf_header, first_waiting
from benchmarks.desk.page_parts import desk_data

_marks = itertools.count(1)
_WORDS = (
    "Baik, saya periksa dulu berkasnya. {mark}",
    "Mohon tunggu sebentar, sedang saya cek di sistem. {mark}",
    "Silakan datang dengan KTP asli dan fotokopi kartu keluarga. {mark}",
    "お調べしますので、少々お待ちください。{mark} です。",
)


class Hindered(Exception):
    """A step of an operator was refused; the text says which."""


class Page(Protocol):
    """The open page of one conversation."""

    handoff: int
    token: str

    def shows(self, citizen: str) -> None:
        """From now on it is known whose conversation this is."""

    async def write(self, text: str) -> float | None:
        """Type for a while, as a person does, and send; returns when it was sent, None when it was refused."""

    async def close(self) -> None:
        """The page is left."""


class Operator:
    """One person with a session of their own and one open conversation at a time."""

    def __init__(self, name: str, session: aiohttp.ClientSession, desk: str, ledger: Ledger) -> None:
        self.name, self.session, self._desk, self.ledger = name, session, desk, ledger
        self.page: Page | None = None
        self.in_browser = False
        # Marks of what was said first in the conversation that is open, and whose it is once one has arrived.
        self.greetings: list[str] = []
        self.citizen = ""
        self.busy = asyncio.Lock()
        self.refused: Counter[str] = Counter()
        self.sent: dict[str, float] = {}
        self._rng = random.Random(name)

    async def go_on_duty(self) -> None:
        """Say so on the desk's page."""
        async with self.session.get(self._desk) as page:
            data = desk_data(await page.text())
        fields = {"available": "yes", "next": self._desk}
        async with self.session.post(
            data["here"].removesuffix("here") + "availability", data=fields, headers=csrf_header(self.session)
        ) as answer:
            answer.raise_for_status()

    async def counts(self) -> dict[str, int]:
        """What any open page of the desk says every few seconds, and what it hears: how much each list holds."""
        async with self.session.post(f"{self._desk}here", headers=csrf_header(self.session)) as answer:
            answer.raise_for_status()
            found: dict[str, int] = (await answer.json())["counts"]
            return found

    async def take_next(self) -> None:
        """Take over the first that waits, or the next if a colleague was faster; greet the citizen."""
        for _ in range(10):
            for number in (await first_waiting(self.session, self._desk))[:5]:
                if await self.take(number):
                    return
            await asyncio.sleep(0.5)
        raise Hindered(f"{self.name} found nobody who waits.")

    async def take(self, number: int, *, listed: bool = True) -> bool:
        """Take this one over; False when somebody else has it. `listed`: it has been in the list for so long that the list must change."""
        began = time.time()
        async with self.session.post(f"{self._desk}{number}/claim", headers=csrf_header(self.session)) as answer:
            text = await answer.text()
        if desk_data(text).get("mine") != "yes":
            return False
        for kind, subject in (("claimed", WHOLE_DESK), *([("claimed in a list", LIST)] if listed else [])):
            self.ledger.happened(Origin(kind, f"claimed {number}", subject, began, self.name))
        await self.show(text)
        await self.reply("Selamat siang, ada yang bisa saya bantu? {mark}")
        return True

    async def open(self, number: int) -> None:
        """Open the page of a conversation that is one's own already."""
        async with self.session.get(f"{self._desk}{number}/") as answer:
            text = await answer.text()
        if desk_data(text).get("mine") != "yes":
            raise Hindered(f"{self.name} does not serve {number}.")
        await self.show(text)
        await self.reply("Saya lanjutkan. {mark}")

    async def show(self, text: str) -> None:
        """Leave the page that is open for this one."""
        await self.leave()
        self.page = OpenPage(self.name, self.session, self.ledger, text)

    async def leave(self) -> None:
        """Close the page."""
        if self.page is not None:
            await self.page.close()
        self.page, self.greetings, self.citizen = None, [], ""

    async def reply(self, words: str = "") -> None:
        """Type for a while, as a person does, and send."""
        page = self.page
        if page is None:
            return
        mark = f"r{next(_marks):06}"
        text = (words or self._rng.choice(_WORDS)).format(mark=mark)
        self.greetings.append(mark)
        began = await page.write(text)
        if began is None:
            self.refused["reply"] += 1
        else:
            self.sent[mark] = began

    async def finish(self) -> None:
        """Give the conversation back to the assistant and take the next."""
        await self._act("close", {"outcome": "solved", "settled": "Sudah dijelaskan", "closing": "on"})
        await self.take_next()

    async def pass_to(self, colleague: int) -> int:
        """Give the conversation to a colleague; returns its number."""
        assert self.page is not None
        number, began = self.page.handoff, time.time()
        await self._act("transfer", {"to": f"person:{colleague}"})
        self.ledger.happened(Origin("transferred", f"transferred {number}", WHOLE_DESK, began, self.name))
        return number

    async def _act(self, what: str, fields: dict[str, str]) -> None:
        page = self.page
        assert page is not None
        address, headers = f"{self._desk}{page.handoff}/{what}", csrf_header(self.session)
        async with self.session.post(address, data={**fields, "token": page.token}, headers=headers, allow_redirects=False) as answer:
            if answer.status != 302:
                raise Hindered(f"{self.name} could not {what} {page.handoff}: status {answer.status}.")
        await self.leave()

"""One run: the desk fills, the operators sit down, and then everybody writes for some minutes."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Browser

from benchmarks.desk.browser import BrowserPage
from benchmarks.desk.citizens import Citizens
from benchmarks.desk.ledger import STAY, WHOLE_DESK, Ledger, Origin
from benchmarks.desk.operators import Hindered, Operator
from benchmarks.desk.settings import Settings

_ASKING_RATE = 4.0
_FULL_WITHIN = 300.0
# A claim lapses after a minute; then it is looked for every two seconds.
_LAPSES_WITHIN = 75.0


@dataclass
class Scene:
    """Everybody who takes part."""

    settings: Settings
    operators: list[Operator]
    citizens: Citizens
    ledger: Ledger
    agency: str
    numbers: dict[str, int]
    tell: Callable[[str], None]
    done: Counter[str] = field(default_factory=Counter)
    hindered: list[str] = field(default_factory=list)
    _rng: random.Random = field(default_factory=lambda: random.Random(5))
    _ended: set[str] = field(default_factory=set)
    _over: bool = False

    @property
    def desk(self) -> str:
        """The address of the desk."""
        return f"/console/{self.agency}/desk/"

    async def fill(self) -> None:
        """Put the operators on duty and let the citizens ask, until that many conversations are open.

        Raises:
            Hindered: fewer came to the desk in time.
        """
        for operator in self.operators:
            await operator.go_on_duty()
        for _ in range(self.settings.conversations):
            await self.citizens.come()
            await asyncio.sleep(1 / _ASKING_RATE)
        deadline = time.monotonic() + _FULL_WITHIN
        while (number := (await self.operators[0].counts())["open"]) < self.settings.conversations:
            if time.monotonic() > deadline:
                raise Hindered(f"Only {number} conversations came to the desk.")
            for operator in self.operators:
                await operator.counts()
            await asyncio.sleep(2)
        self.tell(f"{number} conversations are open")

    async def sit_down(self, browser: Browser | None) -> list[BrowserPage]:
        """Every operator takes one over; some of them go on in a browser. Returns the pages that stay open beside these: a list."""
        for operator in self.operators:
            await operator.take_next()
        if browser is None:
            return []
        for operator in self.operators[: self.settings.browsers]:
            page, greetings = operator.page, operator.greetings
            assert page is not None
            await operator.leave()
            address = f"{self.desk}{page.handoff}/"
            operator.page = await BrowserPage.open(browser, operator.name, operator.session, address, self.ledger, page.handoff, page.token)
            operator.in_browser, operator.greetings = True, greetings
        watcher = self.operators[0]
        return [await BrowserPage.open(browser, "list", watcher.session, self.desk, self.ledger)]

    async def play(self) -> None:
        """Everybody writes, answers, closes, passes on."""
        settings = self.settings
        watching = asyncio.create_task(self._watch())
        await asyncio.sleep(STAY)
        self.ledger.origins.clear()
        jobs = [
            self._again(settings.between_messages / settings.operators, self._served_writes),
            self._again(settings.between_words_of_waiting, self._waiting_writes),
            self._again(settings.between_endings, self._one_ends),
            self._again(settings.between_exchanges, self._two_exchange),
            self._again(settings.between_lapses, self._one_lapses),
            *(self._answers(operator) for operator in self.operators),
        ]
        tasks = [asyncio.create_task(job) for job in jobs]
        await asyncio.sleep(settings.seconds)
        self._over = True
        # What happened last is to be seen as well, and steps that have begun come to their end.
        await asyncio.sleep(STAY * 2)
        _, late = await asyncio.wait(tasks, timeout=_LAPSES_WITHIN)
        for task in [*late, watching]:
            task.cancel()
        await asyncio.gather(*tasks, watching, return_exceptions=True)
        await self.citizens.observe()
        for operator in self.operators:
            await operator.leave()

    async def _watch(self) -> None:
        """Read the platforms' logs; whose conversation a page shows is known once its operator's greeting has arrived."""
        while True:
            await self.citizens.observe()
            for operator in self.operators:
                chat = next((self.citizens.read.of[mark] for mark in operator.greetings if mark in self.citizens.read.of), "")
                if operator.page is not None and chat:
                    operator.citizen = chat
                    operator.page.shows(chat)
            await asyncio.sleep(0.5)

    async def _again(self, pause: float, act: Callable[[], Awaitable[None]]) -> None:
        running: set[asyncio.Task[None]] = set()
        while not self._over:
            await asyncio.sleep(self._rng.expovariate(1 / pause))
            if not self._over:
                task = asyncio.create_task(self._tried(act))
                running.add(task)
                task.add_done_callback(running.discard)
        await asyncio.gather(*running)

    async def _tried(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except Hindered as error:
            self.hindered.append(str(error))

    async def _answers(self, operator: Operator) -> None:
        while not self._over:
            await asyncio.sleep(self._rng.expovariate(1 / self.settings.between_replies))
            async with operator.busy:
                if operator.page is not None and not self._over:
                    await operator.reply()
                    self.done["replies"] += 1

    async def _served_writes(self) -> None:
        served = [one.citizen for one in self.operators if one.citizen]
        if served:
            await self.citizens.write(self._rng.choice(served))
            self.done["messages of those who are served"] += 1

    async def _waiting_writes(self) -> None:
        served = {one.citizen for one in self.operators}
        await self.citizens.write(self._rng.choice([chat for chat in self.citizens.all if chat not in served and chat not in self._ended]))
        self.done["messages of those who wait"] += 1

    async def _one_ends(self) -> None:
        operator = self._idle()
        if operator is None:
            return
        async with operator.busy:
            self._ended.add(operator.citizen)
            await operator.finish()
            self.done["closed and another one taken over"] += 1
        await self.citizens.come()

    async def _two_exchange(self) -> None:
        first, second = self._idle(), self._idle()
        if first is None or second is None or first is second:
            return
        async with first.busy, second.busy:
            given = await first.pass_to(self.numbers[second.name])
            taken = await second.pass_to(self.numbers[first.name])
            await first.open(taken)
            await second.open(given)
            self.done["passed on to a colleague"] += 2

    async def _one_lapses(self) -> None:
        operator = self._idle()
        if operator is None:
            return
        async with operator.busy:
            assert operator.page is not None
            number = operator.page.handoff
            await operator.leave()
            # Nothing tells this person: whoever comes back looks at the desk, and so it is waited for here.
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAPSES_WITHIN):
                    await self.ledger.first_seen(f"lapsed {number}")
            self.done["claims that lapsed"] += 1
            if not await operator.take(number, listed=False):
                await operator.take_next()

    def lapsed(self, moments: dict[int, float]) -> None:
        """Take over when the installation let go of claims, by handoff."""
        for number, at in moments.items():
            self.ledger.happened(Origin("lapsed", f"lapsed {number}", WHOLE_DESK, at))

    def _idle(self) -> Operator | None:
        free = [one for one in self.operators if not one.in_browser and not one.busy.locked() and one.page is not None]
        return self._rng.choice(free) if free else None

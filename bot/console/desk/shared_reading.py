"""What has happened at one agency's desk, read once for all pages of this process that want to know at the same moment.

A page gets a reading that began after it asked, so it misses nothing that it was told of; twenty pages that hear of the same thing
cost one reading, or two.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.db.models import Count

from bot.catalogue.models import Agency
from bot.desk.changes import Happening, latest_happenings
from bot.desk.lists import Counts, helped
from bot.desk.models import Callback, Handoff
from bot.desk.ringing import Bell, bell
from bot.pipeline.database import in_database


@dataclass(frozen=True)
class DeskNews:
    """The latest happenings in their order, how many conversations are open, and how many of them each operator serves."""

    happenings: tuple[Happening, ...]
    are_all: bool
    waiting: int
    served: Mapping[int | None, int]
    open: int
    callbacks: int

    def after(self, event: int) -> tuple[Happening, ...] | None:
        """The happenings behind an event; None where that lies too far back."""
        if not self.are_all and event < self.happenings[0].number - 1:
            return None
        return tuple(one for one in self.happenings if one.number > event)

    def counts_of(self, user: int) -> Counts:
        """The numbers that this person's pages show."""
        return Counts(mine=self.served.get(user, 0), waiting=self.waiting, open=self.open, callbacks=self.callbacks)


class SharedReading:
    """The readings of one agency in one event loop, one after the other."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._next: asyncio.Task[DeskNews] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._next_bell: asyncio.Task[Bell] | None = None
        self._one_bell_at_a_time = asyncio.Lock()
        self._arrived: set[int] = set()

    async def news(self) -> DeskNews:
        """A reading that begins from now on.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._read())
        # A page that goes away must not take the others' reading along.
        return await asyncio.shield(self._next)

    async def bell(self, arrived: Set[int]) -> Bell:
        """For whom it rings that these have come, by a reading that begins from now on.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        self._arrived |= arrived
        if self._next_bell is None:
            self._next_bell = asyncio.create_task(self._read_bell())
        return await asyncio.shield(self._next_bell)

    async def _read_bell(self) -> Bell:
        async with self._one_bell_at_a_time:
            arrived, self._arrived, self._next_bell = self._arrived, set(), None
            return await in_database(bell, self._agency, arrived)

    async def _read(self) -> DeskNews:
        async with self._one_at_a_time:
            # Whoever asks from here on needs a later one.
            self._next = None
            return await in_database(_news, self._agency)


def _news(agency: Agency) -> DeskNews:
    happenings, are_all = latest_happenings(agency)
    numbers: Counter[tuple[str, int | None]] = Counter()
    for state, operator, number in (
        Handoff.objects.filter(agency=agency, state__in=Handoff.OPEN)
        .order_by()
        .values_list("state", "operator")
        .annotate(number=Count("pk"))
    ):
        numbers[state, operator] = number
    elsewhere = helped(agency)
    served: Counter[int | None] = Counter(
        {operator: number for (state, operator), number in numbers.items() if state == Handoff.State.CLAIMED}
    )
    return DeskNews(
        happenings,
        are_all,
        waiting=sum(number for (state, _), number in numbers.items() if state == Handoff.State.WAITING) + elsewhere.waiting,
        served=served + Counter(elsewhere.served),
        open=sum(numbers.values()),
        callbacks=Callback.objects.filter(agency=agency, state__in=Callback.TO_BE_CALLED).count(),
    )


_readings: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, SharedReading]] = WeakKeyDictionary()


def shared_reading(agency: Agency) -> SharedReading:
    """The running event loop's readings of that agency."""
    of_loop = _readings.setdefault(asyncio.get_running_loop(), {})
    return of_loop.setdefault(agency.pk, SharedReading(agency))

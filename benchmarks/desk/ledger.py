"""What happened at which moment, and who saw it when. All clocks are the machine's, in seconds of the epoch."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.percentiles import milliseconds, percentiles

# Whoever opens or leaves a page so shortly before or after need not have seen it.
STAY = 5.0
WHOLE_DESK = "the desk"
LIST = "the list of those who wait"


@dataclass(frozen=True)
class Sight:
    """One page has shown something: when the event came, and when what belongs to it was there."""

    page: str
    heard: float
    shown: float


@dataclass(frozen=True)
class Stay:
    """A page was open; `subject` is the citizen whom it showed, or the whole desk."""

    page: str
    subject: str
    came: float
    left: float
    in_browser: bool = False


@dataclass(frozen=True)
class Origin:
    """Something happened that pages must show: those of `subject`, but for the page of who did it."""

    kind: str
    key: str
    subject: str
    at: float
    by: str = ""


@dataclass(frozen=True)
class Outcome:
    """How one kind of event was seen. Seconds from the happening until it was heard, and until it was shown."""

    expected: int
    missed: int
    heard: list[float]
    shown: list[float]

    def as_json(self) -> dict[str, object]:
        """A plain mapping, in milliseconds."""
        return {"expected": self.expected, "missed": self.missed, "heard": distribution(self.heard), "shown": distribution(self.shown)}


@dataclass
class Ledger:
    """Everything that was noted in one run."""

    origins: list[Origin] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    _awaited: dict[str, asyncio.Event] = field(default_factory=dict)
    _sights: dict[str, list[Sight]] = field(default_factory=lambda: defaultdict(list))

    def happened(self, origin: Origin) -> None:
        """Note that something happened."""
        self.origins.append(origin)

    def seen(self, key: str, sight: Sight) -> None:
        """Note that a page has shown it; only the first time counts."""
        self._sights[key].append(sight)
        if key in self._awaited:
            self._awaited.pop(key).set()

    async def first_seen(self, key: str) -> None:
        """Return once the next page shows it."""
        await self._awaited.setdefault(key, asyncio.Event()).wait()

    def stayed(self, stay: Stay) -> None:
        """Note from when to when a page was open."""
        self.stays.append(stay)

    def outcome(self, kind: str, *, in_browser: bool | None = None) -> Outcome:
        """What became of all events of a kind, on pages of one sort or on all."""
        heard: list[float] = []
        shown: list[float] = []
        expected = missed = 0
        for origin in self.origins:
            if origin.kind != kind:
                continue
            for page, browser in self._who_must_see(origin).items():
                if in_browser not in (None, browser):
                    continue
                expected += 1
                # A little before: the page can be told before the platform notes that its call was answered.
                found = [one for one in self._sights[origin.key] if one.page == page and one.shown >= origin.at - 1.0]
                if not found:
                    missed += 1
                    continue
                first = min(found, key=lambda one: one.shown)
                heard.append(max(first.heard - origin.at, 0.0))
                shown.append(max(first.shown - origin.at, 0.0))
        return Outcome(expected, missed, heard, shown)

    def _who_must_see(self, origin: Origin) -> dict[str, bool]:
        there = (stay for stay in self.stays if stay.subject == origin.subject and stay.page != origin.by)
        return {stay.page: stay.in_browser for stay in there if stay.came + STAY / 2 <= origin.at <= stay.left - STAY}


def distribution(seconds: list[float]) -> dict[str, float | int | None]:
    """Number, percentiles and maximum, in milliseconds."""
    return {"count": len(seconds), **percentiles(seconds), "max": milliseconds(max(seconds, default=None))}

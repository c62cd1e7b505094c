"""One quantity that a text states, and whether two texts state the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

# month: a length of time; calendar_month: a month of the year. A clock time counts minutes from midnight.
Kind = Literal["number", "IDR", "JPY", "minute", "day", "working_day", "month", "calendar_month", "clock", "phone", "code"]


@dataclass(frozen=True)
class Quantity:
    """A value as it was written. `certain` is false for words that need no counterpart in another language (satu, 一, 両親)."""

    kind: Kind
    value: float | str
    written: str
    certain: bool = True

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both can mean the same; a bare number agrees with the same number of anything."""
        return self.value == other.value and (self.kind == other.kind or "number" in (self.kind, other.kind))


def duration(value: float, unit: str, written: str, *, certain: bool = True) -> Quantity:
    """A length of time, so that 2 weeks equal 14 days, 24 hours a day and 12 months a year."""
    kind, factor = _UNITS[unit]
    value *= factor
    if kind == "minute" and value and value % _MINUTES_OF_A_DAY == 0:
        return Quantity("day", value / _MINUTES_OF_A_DAY, written, certain)
    return Quantity(kind, value, written, certain)


_MINUTES_OF_A_DAY = 24 * 60
_UNITS: dict[str, tuple[Kind, int]] = {
    "minute": ("minute", 1),
    "hour": ("minute", 60),
    "day": ("day", 1),
    "working_day": ("working_day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
}


def number(value: float, written: str) -> Quantity:
    """A number of anything. One is what languages leave out first: per orang is 1人につき, a copy is 1 lembar fotokopi."""
    return Quantity("number", value, written, certain=value != 1)


def clock(hour: int, minute: int, written: str, *, afternoon: bool = False) -> Quantity:
    """A time of day."""
    return Quantity("clock", (hour + (12 if afternoon and hour < 12 else 0)) * 60 + minute, written)


def without_counterpart(stated: Iterable[Quantity], elsewhere: Sequence[Quantity]) -> list[Quantity]:
    """The certain quantities of one text that another text does not state."""
    return [one for one in stated if one.certain and not any(one.agrees_with(other) for other in elsewhere)]

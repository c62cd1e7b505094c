"""Stretches of days, and the one before with which it is compared."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 366


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[dt.date]:
        """Every day in order."""
        return (self.first + dt.timedelta(days=number) for number in range(self.length))

    def before(self) -> Period:
        """The month before a whole month, and otherwise as many days before."""
        end = self.first - dt.timedelta(days=1)
        if self == month_of(self.first):
            return month_of(end)
        return Period(end - dt.timedelta(days=self.length - 1), end)


def last_days(count: int, until: dt.date) -> Period:
    """That many days, the last of them `until`."""
    return Period(until - dt.timedelta(days=count - 1), until)


def month_of(day: dt.date) -> Period:
    """The whole month in which a day lies."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))

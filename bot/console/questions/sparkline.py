"""The questions of the last weeks as a row of bars; the numbers stand in its label."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.questions.models import WeekCount

WEEKS = 12
_HEIGHT, _STEP, _WIDTH = 20, 6, 5


@dataclass(frozen=True)
class Bar:
    """One week."""

    x: int
    y: int
    width: int
    height: int
    count: int


@dataclass(frozen=True)
class Sparkline:
    """The last weeks, the present one last."""

    bars: tuple[Bar, ...]
    width: int = WEEKS * _STEP
    height: int = _HEIGHT

    @property
    def counts(self) -> str:
        """The numbers, for those who cannot see the bars."""
        return ", ".join(str(bar.count) for bar in self.bars)


def sparklines(groups: Iterable[int], this_week: dt.date) -> dict[int, Sparkline]:
    """One for each group, by one query."""
    wanted = list(groups)
    first = this_week - dt.timedelta(weeks=WEEKS - 1)
    counts: dict[int, dict[dt.date, int]] = {pk: {} for pk in wanted}
    rows = WeekCount.objects.filter(group__in=wanted, week__gte=first).values_list("group_id", "week", "count")
    for group, week, count in rows:
        counts[group][week] = count
    return {pk: _sparkline(by_week, first) for pk, by_week in counts.items()}


def _sparkline(by_week: Mapping[dt.date, int], first: dt.date) -> Sparkline:
    numbers = [by_week.get(first + dt.timedelta(weeks=number), 0) for number in range(WEEKS)]
    most = max(*numbers, 1)
    bars = []
    for place, count in enumerate(numbers):
        height = max(1, round(count / most * _HEIGHT))
        bars.append(Bar(place * _STEP, _HEIGHT - height, _WIDTH, height, count))
    return Sparkline(tuple(bars))

"""How well citizens were served by people: for each unit, and for each day."""

from __future__ import annotations

import datetime as dt
import statistics
import zoneinfo
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.catalogue.models import Agency
from bot.desk.models import Handoff

K = TypeVar("K", bound=Hashable)
_FIELDS = ("unit_id", "waiting_since", "first_reply_at", "claimed_at", "ended_at", "reason", "state", "satisfaction")


@dataclass(frozen=True)
class Case:
    """What the figures need of one handoff."""

    unit: int | None
    began: dt.datetime
    first_reply: dt.datetime | None
    claimed: dt.datetime | None
    ended: dt.datetime | None
    reason: str
    state: str
    satisfaction: int | None


@dataclass(frozen=True)
class Figures:
    """Minutes are None where there is nothing to measure. `left`: citizens who left the queue before anybody answered."""

    cases: int
    answered: int
    left: int
    reopened: int
    first_reply_median: float | None
    first_reply_p90: float | None
    handling_median: float | None
    satisfaction: float | None
    ratings: int


def cases_between(agency: Agency, first: dt.date, last: dt.date) -> list[Case]:
    """The handoffs that began on these days, on the agency's clock."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    begin = dt.datetime.combine(first, dt.time(), zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    rows = Handoff.objects.filter(agency=agency, waiting_since__gte=begin, waiting_since__lt=end).order_by("waiting_since")
    return [Case(*row) for row in rows.values_list(*_FIELDS)]


def summed(cases: Iterable[Case]) -> Figures:
    """The figures of some handoffs."""
    cases = list(cases)
    replies = sorted(_minutes(one.began, one.first_reply) for one in cases if one.first_reply)
    handling = [_minutes(one.claimed, one.ended) for one in cases if one.claimed and one.ended and one.state == Handoff.State.CLOSED]
    ratings = [one.satisfaction for one in cases if one.satisfaction]
    return Figures(
        cases=len(cases),
        answered=len(replies),
        left=sum(one.state == Handoff.State.LEFT for one in cases),
        reopened=sum(one.reason == Handoff.Reason.REOPENED for one in cases),
        first_reply_median=round(statistics.median(replies), 1) if replies else None,
        # The smallest time within which nine of ten had their answer.
        first_reply_p90=round(replies[max(0, -(-9 * len(replies) // 10) - 1)], 1) if replies else None,
        handling_median=round(statistics.median(handling), 1) if handling else None,
        satisfaction=round(statistics.fmean(ratings), 2) if ratings else None,
        ratings=len(ratings),
    )


def by_unit(cases: Iterable[Case]) -> dict[int | None, Figures]:
    """The figures of each unit; those of no unit under None."""
    return _grouped((case.unit, case) for case in cases)


def by_day(cases: Iterable[Case], agency: Agency) -> dict[dt.date, Figures]:
    """The figures of each day on which something began."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    return _grouped((case.began.astimezone(zone).date(), case) for case in cases)


def _grouped(pairs: Iterable[tuple[K, Case]]) -> dict[K, Figures]:
    groups: dict[K, list[Case]] = defaultdict(list)
    for key, case in pairs:
        groups[key].append(case)
    return {key: summed(cases) for key, cases in groups.items()}


def _minutes(since: dt.datetime, until: dt.datetime) -> float:
    return max(0.0, (until - since).total_seconds() / 60)

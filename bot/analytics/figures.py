"""Reads the tables of counts for the pages: sums over a period, for one agency or for all together."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from bot.analytics.durations import quantile
from bot.analytics.measures import Measure
from bot.analytics.models import DailyFigure, HourlyFigure
from bot.analytics.periods import Period

# What the assistant did about a question; small talk and forms are no questions.
OUTCOMES = ("answer", "choices", "ask_back", "refuse", "handoff")


@dataclass(frozen=True)
class Totals:
    """The main figures of a period. Shares are from 0 to 1; None where there is nothing to divide."""

    messages: int
    conversations: int
    decisions: dict[str, int]
    times: dict[str, int]
    feedback: dict[str, int]

    @property
    def questions(self) -> int:
        """Messages about which the assistant had to decide."""
        return sum(self.decisions.get(one, 0) for one in OUTCOMES)

    def share(self, outcome: str) -> float | None:
        """The share of the questions with that outcome."""
        return self.decisions.get(outcome, 0) / self.questions if self.questions else None

    @property
    def median_time(self) -> float | None:
        """Seconds within which half of the messages was answered."""
        return quantile(self.times, 0.5)

    @property
    def long_time(self) -> float | None:
        """Seconds within which 95 of 100 messages were answered."""
        return quantile(self.times, 0.95)

    @property
    def opinions(self) -> int:
        """How many said whether it helped."""
        return self.feedback.get("yes", 0) + self.feedback.get("no", 0)

    @property
    def satisfaction(self) -> float | None:
        """The share of those who said that it helped."""
        return self.feedback.get("yes", 0) / self.opinions if self.opinions else None


def totals(scope: int, period: Period) -> Totals:
    """The main figures; one query."""
    measures = (Measure.MESSAGES, Measure.CONVERSATIONS, Measure.DECISION, Measure.TIME, Measure.FEEDBACK)
    rows = _daily(scope, period, measures).values_list("measure", "key").annotate(Sum("count"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for measure, key, count in rows:
        found[measure][key] = count
    return _totals(found)


def summed(parts: Iterable[Totals]) -> Totals:
    """The main figures of several days together."""
    found = list(parts)
    decisions, times, feedback = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        decisions.update(one.decisions)
        times.update(one.times)
        feedback.update(one.feedback)
    return Totals(sum(one.messages for one in found), sum(one.conversations for one in found), decisions, times, feedback)


def totals_by_day(scope: int, period: Period) -> dict[dt.date, Totals]:
    """The main figures of every day of the period; one query."""
    measures = (Measure.MESSAGES, Measure.CONVERSATIONS, Measure.DECISION, Measure.TIME, Measure.FEEDBACK)
    rows = _daily(scope, period, measures).values_list("day", "measure", "key").annotate(Sum("count"))
    found: dict[dt.date, dict[str, dict[str, int]]] = {day: defaultdict(dict) for day in period.days()}
    for day, measure, key, count in rows:
        found[day][measure][key] = count
    return {day: _totals(measures_of_day) for day, measures_of_day in found.items()}


def totals_by_agency(scopes: Iterable[int], period: Period) -> dict[int, Totals]:
    """The main figures of several agencies; one query."""
    measures = (Measure.MESSAGES, Measure.CONVERSATIONS, Measure.DECISION, Measure.TIME, Measure.FEEDBACK)
    wanted = list(scopes)
    rows = (
        DailyFigure.objects.filter(scope__in=wanted, measure__in=measures, day__gte=period.first, day__lte=period.last)
        .order_by()
        .values_list("scope", "measure", "key")
        .annotate(Sum("count"))
    )
    found: dict[int, dict[str, dict[str, int]]] = {scope: defaultdict(dict) for scope in wanted}
    for scope, measure, key, count in rows:
        found[scope][measure][key] = count
    return {scope: _totals(by_measure) for scope, by_measure in found.items()}


def by_key(scope: int, measure: Measure, period: Period) -> dict[str, int]:
    """How often each key was counted, the most frequent first."""
    rows = _daily(scope, period, (measure,)).values_list("key").annotate(total=Sum("count")).order_by("-total", "key")
    return dict(rows)


def by_channel(scope: int, period: Period) -> dict[tuple[str, str], int]:
    """Messages by channel and language."""
    rows = _daily(scope, period, (Measure.MESSAGES,)).values_list("channel", "language").annotate(total=Sum("count")).order_by("-total")
    return {(channel, language): total for channel, language, total in rows}


def by_hour_of_week(scope: int, period: Period) -> dict[tuple[int, int], int]:
    """Messages by weekday (0 is Monday) and hour."""
    rows = (
        HourlyFigure.objects.filter(scope=scope, measure=Measure.MESSAGES, day__gte=period.first, day__lte=period.last)
        .order_by()
        .values_list("day", "hour")
        .annotate(Sum("count"))
    )
    found: dict[tuple[int, int], int] = defaultdict(int)
    for day, hour, count in rows:
        found[day.weekday(), hour] += count
    return dict(found)


def _daily(scope: int, period: Period, measures: Iterable[Measure]) -> QuerySet[DailyFigure]:
    return DailyFigure.objects.filter(scope=scope, measure__in=list(measures), day__gte=period.first, day__lte=period.last).order_by()


def _totals(found: dict[str, dict[str, int]]) -> Totals:
    return Totals(
        messages=sum(found.get(Measure.MESSAGES, {}).values()),
        conversations=sum(found.get(Measure.CONVERSATIONS, {}).values()),
        decisions=found.get(Measure.DECISION, {}),
        times=found.get(Measure.TIME, {}),
        feedback=found.get(Measure.FEEDBACK, {}),
    )

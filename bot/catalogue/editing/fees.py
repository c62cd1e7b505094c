"""The fees of a service over time: what held, what holds, what will hold from when; and amounts that a change leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.catalogue.editing.previewing import fee_view
from bot.catalogue.views import FeeView

Amount = tuple[str, int]


@dataclass(frozen=True)
class Period:
    """A stretch of days in which the same fees are charged; None: open on that side."""

    first: dt.date | None
    last: dt.date | None
    fees: tuple[FeeView, ...]
    when: Literal["past", "now", "coming"]


def timeline(fees: Sequence[Mapping[str, Any]], today: dt.date) -> list[Period]:
    """The fees of a document as periods that follow each other; periods without a fee between others are kept, as gaps to be seen."""
    views = [fee_view(dict(fee)) for fee in fees]
    if not views:
        return []
    one_day = dt.timedelta(days=1)
    starts = {fee.valid_from for fee in views if fee.valid_from} | {fee.valid_to + one_day for fee in views if fee.valid_to}
    bounds: list[dt.date | None] = [None, *sorted(starts)]
    periods: list[Period] = []
    for index, first in enumerate(bounds):
        following = bounds[index + 1] if index + 1 < len(bounds) else None
        last = following - one_day if following is not None else None
        probe = first or (last if last is not None else today)
        held = tuple(fee for fee in views if fee.holds_on(probe))
        when: Literal["past", "now", "coming"] = "now"
        if last is not None and last < today:
            when = "past"
        elif first is not None and first > today:
            when = "coming"
        periods.append(Period(first, last, held, when))
    while periods and not periods[0].fees:
        periods.pop(0)
    while periods and not periods[-1].fees and periods[-1].when != "now":
        periods.pop()
    return periods


def amounts(content: Mapping[str, Any]) -> set[Amount]:
    """Every amount of a content with its currency; 0 for what is free. Nothing where the amount is not known."""
    found = set()
    for fee in content.get("fees", ()):
        found |= {(fee["currency"], fee[name]) for name in ("amount", "amount_max") if fee.get(name) is not None}
    return found


def left_behind(before: Mapping[str, Any], after: Mapping[str, Any], today: dt.date) -> list[Amount]:
    """The amounts that were charged before the change and are no longer among what is, or will be, charged after it.

    Also those to which the change has given a last day: nobody publishes anything on that day, so the texts are to be seen to now.
    """
    still: Iterable[Mapping[str, Any]] = (
        fee for fee in after.get("fees", ()) if not fee.get("valid_to") or fee["valid_to"] >= today.isoformat()
    )
    gone = amounts(before) - amounts({"fees": list(still)})
    return sorted(gone | (_without_end(before) - _without_end(after)))


def last_charged(after: Mapping[str, Any], amount: Amount, today: dt.date) -> dt.date | None:
    """The last day on which an amount that is left behind is still charged; None when it is not charged any more."""
    days = [fee["valid_to"] for fee in after.get("fees", ()) if fee.get("valid_to") and amount in amounts({"fees": [fee]})]
    last = max((dt.date.fromisoformat(day) for day in days), default=None)
    return last if last is not None and last >= today else None


def _without_end(content: Mapping[str, Any]) -> set[Amount]:
    return amounts({"fees": [fee for fee in content.get("fees", ()) if not fee.get("valid_to")]})

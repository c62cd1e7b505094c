"""A fee ends on the day before its successor begins, also where an edit wrote the new amount over it: nothing goes without a last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.catalogue.editing.content import Content
from bot.languages import LANGUAGES

Fee = dict[str, Any]
_ONE_DAY = dt.timedelta(days=1)


def with_todays_fee(content: Content, before: Mapping[str, Any], previous: Mapping[str, Any], today: dt.date) -> Content:
    """The content in which what is charged today has a last day, instead of having gone, where its successor begins only later.

    `before` is what is published, inherited facets filled in; `previous` is the content that was edited. Where only the first day of a
    successor was moved, the last day of the fee before it moves with it. Where the successor holds already, what held before it stays as
    history.
    """
    if "fees" not in content:
        return content
    fees = _following(content["fees"], previous.get("fees", ()), today)
    # What an earlier edit has replaced already, and somebody then took out of the history, does not come back; what it has replaced as a
    # mistake does, once the new amount is given a first day.
    charged = before.get("fees", ())
    written_over = [fee for fee, _place in corrected(previous.get("fees", ()), charged, today)]
    replaced = [fee for fee in charged if fee in previous.get("fees", charged) or fee in written_over]
    return {**content, "fees": [*_ended(fees, replaced, today), *_kept(fees, before.get("fees", ()), today)]}


def states_first_day(content: Mapping[str, Any]) -> bool:
    """Whether a fee of the content has a first day: only then may there be one before it."""
    return any(fee.get("valid_from") for fee in content.get("fees", ()))


def uncovered(fees: Sequence[Fee], today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first days from today on in which nothing is stated although a fee begins after them; None when there are none."""
    starts = sorted(first for fee in fees if (first := _day(fee, "valid_from")) is not None and first > today)
    ends = sorted(last + _ONE_DAY for fee in fees if (last := _day(fee, "valid_to")) is not None and last >= today)
    for day in (today, *ends):
        following = next((first for first in starts if first > day), None)
        if following is not None and not any(_holds(fee, day) for fee in fees):
            return day, following - _ONE_DAY
    return None


def kept_until(before: Sequence[Fee], after: Sequence[Fee]) -> list[Fee]:
    """The fees that an edit gave back with a last day: those of `after` of which the form (`before`) knew nothing."""
    return [fee for fee in after if fee not in before and fee.get("valid_to")]


def _following(fees: Sequence[Fee], previous: Sequence[Fee], today: dt.date) -> list[Fee]:
    """The fees in which each last day that stood right before a successor's first day still does."""
    moved = []
    for fee in fees:
        end = _day(fee, "valid_to")
        if (
            end is not None
            and end >= today
            and any(_case(one) == _case(fee) and one.get("valid_to") == fee["valid_to"] for one in previous)
        ):
            former = {_day(one, "valid_from") for one in previous if _same_case(one, fee)}
            coming = [first for one in fees if _same_case(one, fee) and (first := _day(one, "valid_from")) and first > today]
            begins = _day(fee, "valid_from")
            if end + _ONE_DAY in former and coming and (begins is None or begins < min(coming)):
                fee = {**fee, "valid_to": (min(coming) - _ONE_DAY).isoformat()}
        moved.append(fee)
    return moved


def _kept(fees: list[Fee], before: Sequence[Fee], today: dt.date) -> list[Fee]:
    coming = [fee for fee in fees if (first := _day(fee, "valid_from")) is not None and first > today]
    held = [fee for fee in fees if _holds(fee, today)]
    gone = [fee for fee in before if _holds(fee, today) and not any(_same_case(fee, one) for one in held)]
    waiting = [fee for fee in coming if not any(_same_case(fee, one) for one in held) and not _has_predecessor(fee, held, coming)]
    kept: list[tuple[Fee, dt.date]] = []
    for fee in gone:
        successors = [one for one in waiting if _same_case(fee, one)]
        if not successors and (not held or len(gone) == len(waiting) == 1):
            # The name of the case was changed with the amount, or the cases were put together.
            successors = waiting
        if successors:
            first = min(day for one in successors if (day := _day(one, "valid_from")) is not None)
            kept.append((fee, first - _ONE_DAY))
    return [*({**fee, "valid_to": last.isoformat()} for fee, last in kept), *fees]


def corrected(fees: Sequence[Fee], before: Sequence[Fee], today: dt.date) -> list[tuple[Fee, int]]:
    """The fees of `before` that are gone without a last day, as a mistake is, each with the place of the amount written over it.

    That amount says no first day, or the day on which the one before began.
    """
    return [(fee, fees.index(successor)) for fee, successor in _overwritten(fees, before, today) if not _follows(successor, fee)]


def _ended(fees: Sequence[Fee], before: Sequence[Fee], today: dt.date) -> list[Fee]:
    """The fees of `before` over which another amount of the same case was written that holds already, from its first day on."""
    return [
        {**fee, "valid_to": (dt.date.fromisoformat(successor["valid_from"]) - _ONE_DAY).isoformat()}
        for fee, successor in _overwritten(fees, before, today)
        if _follows(successor, fee)
    ]


def _overwritten(fees: Sequence[Fee], before: Sequence[Fee], today: dt.date) -> Iterator[tuple[Fee, Fee]]:
    """Each fee of `before` that is gone, with the one that holds today in its place with another amount."""
    for fee in before:
        cases = [[one for one in several if _same_case(one, fee) and _holds(one, today)] for several in (before, fees)]
        if fee in fees or any(len(same) != 1 for same in cases):
            continue
        if cases[0] == [fee] and not _same_amount(fee, cases[1][0]):
            yield fee, cases[1][0]


def _follows(successor: Fee, fee: Fee) -> bool:
    first, former = _day(successor, "valid_from"), _day(fee, "valid_from")
    return first is not None and (former is None or former < first)


def _same_amount(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("amount", "amount_max", "currency"))


def _has_predecessor(fee: Fee, held: Sequence[Fee], coming: Sequence[Fee]) -> bool:
    """Whether as many fees end on the day before its first as begin then: one of them is it, under whatever name."""
    first = dt.date.fromisoformat(fee["valid_from"])
    ending = sum(_day(one, "valid_to") == first - _ONE_DAY for one in held)
    return ending >= sum(_day(one, "valid_from") == first for one in coming)


def _same_case(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    # Not by the plain Japanese, which is an addition to the Japanese.
    return _case(one) == _case(other)


def _case(fee: Mapping[str, Any]) -> tuple[str | None, ...]:
    label = fee.get("label") or {}
    return tuple(label.get(language) for language in LANGUAGES)


def _holds(fee: Mapping[str, Any], day: dt.date) -> bool:
    first, last = _day(fee, "valid_from"), _day(fee, "valid_to")
    return (first is None or first <= day) and (last is None or day <= last)


def _day(fee: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(fee[name]) if fee.get(name) else None

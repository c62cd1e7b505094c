"""The FAQ that one agency answers on a day: its own laid over its nation's, as far as they are published and valid.

A row that is not valid on the day, or that `inherits`, leaves its key to the next in line; one that was archived or taken down does not.
Until the first day of a row, what its agency answered before stands in for it (`bot.faq.meanwhile`).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.catalogue.models import Agency
from bot.catalogue.views import FaqView
from bot.faq.content import Content, day_of
from bot.faq.meanwhile import versions_meanwhile
from bot.faq.models import Faq
from bot.faq.whole import Whole, whole
from bot.languages import LANGUAGES


@dataclass(frozen=True)
class MergedFaq:
    """The entries by key, and the moment at which the next of them begins or ends to be valid."""

    entries: dict[str, FaqView]
    stale_at: dt.datetime | None


def merged_faq(agency: Agency, lineage: Sequence[Agency], now: dt.datetime) -> MergedFaq:
    """What the agency answers at that moment; `lineage` has the agency first."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    today = now.astimezone(zone).date()
    depth = {ancestor.pk: number for number, ancestor in enumerate(lineage)}
    rows = whole(Faq.objects.filter(agency_id__in=depth, inherits=False))
    to_come = [faq.id for faq in rows if faq.published and not faq.archived and faq.valid_from is not None and faq.valid_from > today]
    stand_ins = versions_meanwhile(to_come, zone) if to_come else {}
    entries: dict[str, FaqView] = {}
    turns: list[dt.date] = []
    for faq in sorted(rows, key=lambda row: -depth[row.agency_id]):
        if not faq.published or faq.archived:
            entries.pop(faq.key, None)
            continue
        turns += _turns(faq)
        if (meanwhile := stand_ins.get(faq.id)) is not None:
            faq = _saying(faq, meanwhile.content)
            turns += _turns(faq)
        if is_valid(faq.valid_from, faq.valid_to, today):
            entries[faq.key] = _view(faq)
    next_turn = min((day for day in turns if day > today), default=None)
    stale_at = None if next_turn is None else dt.datetime.combine(next_turn, dt.time(), zone)
    return MergedFaq(entries, stale_at)


def is_valid(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    """Whether the day lies between both, which belong to it."""
    return (first is None or first <= day) and (last is None or day <= last)


def _turns(faq: Whole) -> Iterable[dt.date]:
    if faq.valid_from is not None:
        yield faq.valid_from
    if faq.valid_to is not None and faq.valid_to < dt.date.max:
        yield faq.valid_to + dt.timedelta(days=1)


def _saying(faq: Whole, content: Content) -> Whole:
    days = {name: day_of(content[name]) for name in ("valid_from", "valid_to")}
    return replace(faq, **{**content, **days})


def _view(faq: Whole) -> FaqView:
    variants: dict[str, list[str]] = {**{language: [] for language in LANGUAGES}, **faq.variants}
    return FaqView(
        key=faq.key,
        question=faq.question,
        answer=faq.answer,
        variants={language: tuple(dict.fromkeys(texts)) for language, texts in variants.items()},
        sources=tuple(faq.sources),
        tags=tuple(faq.tags),
        quick_replies=tuple(faq.quick_replies),
        links=tuple(faq.links),
        valid_from=faq.valid_from,
        valid_to=faq.valid_to,
    )

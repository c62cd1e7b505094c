"""How often each FAQ answered, and what citizens said: a roll-up by day of the messages that the worker stores anyway.

The worker writes nothing for it. A message stands once in the database, however often it is handled again after a crash, and a day is
counted anew as a whole, so nothing is counted twice. Only the index by time is read, never all messages. A praise or a complaint counts,
on its own day, for the FAQ that answered last in its conversation, if nothing else has answered since.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Feedback, Message
from bot.faq.models import Faq, FaqUse, FaqUseCounted
from bot.languages import LANGUAGES

# A message is understood some time after it was received; a day is final when its last message surely is.
_SETTLED = dt.timedelta(hours=6)
_FRESH = dt.timedelta(minutes=1)
# Who answers praise or blame hours later speaks of something else.
_SPOKEN_OF = dt.timedelta(hours=1)
_FIRST_COUNT = dt.timedelta(days=90)


Used = tuple[int, str, str]  # agency, key, language


@dataclass(frozen=True)
class _Figures:
    hits: Counter[Used]
    helpful: Counter[Used]
    not_helpful: Counter[Used]

    def of_anything(self) -> list[Used]:
        return sorted({*self.hits, *self.helpful, *self.not_helpful})


def bring_up_to_date(agencies: Iterable[Agency], now: dt.datetime | None = None) -> int:
    """Count what came in since the last time, at most once a minute for each agency; returns how many days were counted."""
    now = now or timezone.now()
    days = 0
    known = list(agencies)
    counted = {row.agency_id: row for row in FaqUseCounted.objects.filter(agency__in=known)}
    due: dict[tuple[str, dt.date], list[Agency]] = {}
    for agency in known:
        last = counted.get(agency.pk)
        if last is None or now - last.counted_at >= _FRESH:
            due.setdefault((agency.timezone, _first_day(agency, last, now)), []).append(agency)
    for (name, begin), together in due.items():
        today = now.astimezone(zoneinfo.ZoneInfo(name)).date()
        for day in _days(begin, today):
            count_day(together, day)
            days += 1
        for agency in together:
            FaqUseCounted.objects.update_or_create(agency=agency, defaults={"day": today, "counted_at": now})
    return days


def _first_day(agency: Agency, last: FaqUseCounted | None, now: dt.datetime) -> dt.date:
    """The first day that is not counted for good: the last one counted may have been counted before it was over."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    if last is None:
        return now.astimezone(zone).date() - _FIRST_COUNT
    return min(last.day, (last.counted_at - _SETTLED).astimezone(zone).date())


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


@transaction.atomic
def count_day(agencies: Sequence[Agency], day: dt.date) -> None:
    """Count one day of agencies of one time zone anew; what was counted for it before is replaced."""
    by_id = {agency.pk: agency for agency in Agency.objects.select_for_update().filter(pk__in=[a.pk for a in agencies]).order_by("pk")}
    begin, end = bounds(agencies[0], day)
    figures = _Figures(Counter(), Counter(), Counter())
    for agency, key, language, number in answered(begin, end):
        if agency in by_id:
            figures.hits[agency, key, _language(language, by_id[agency])] += number
    for feedback in _opinions(by_id, begin, end):
        _count_opinion(feedback, by_id[feedback.agency_id], figures)
    used = figures.of_anything()
    owners = {pk: _owners(by_id[pk]) for pk in {pk for pk, _, _ in used}}
    FaqUse.objects.filter(agency__in=by_id, day=day).delete()
    FaqUse.objects.bulk_create(
        FaqUse(
            agency_id=one[0],
            owner_id=owners[one[0]].get(one[1], one[0]),
            key=one[1],
            day=day,
            language=one[2],
            hits=figures.hits[one],
            helpful=figures.helpful[one],
            not_helpful=figures.not_helpful[one],
        )
        for one in used
    )


def bounds(agency: Agency, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """When a day begins and ends at the agency."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    begin, end = (dt.datetime.combine(date, dt.time(), zone) for date in (day, day + dt.timedelta(days=1)))
    return begin, end


def answered(begin: dt.datetime, end: dt.datetime) -> QuerySet[Message, tuple[int, str, str | None, int]]:
    """Agency, FAQ key, language and number of the messages that an FAQ answered in that time, those of all agencies."""
    # Not narrowed to agencies: the database would then go by their conversations, and read all that these ever held.
    found = Message.objects.filter(
        created__gte=begin,
        created__lt=end,
        direction=Message.Direction.IN,
        understanding__decision="answer",
        understanding__kind="faq",
        understanding__faq__isnull=False,
    )
    texts = found.annotate(faq=KeyTextTransform("faq", "understanding"), language=KeyTextTransform("language", "understanding"))
    return texts.order_by().values_list("conversation__agency_id", "faq", "language").annotate(number=Count("id"))


def _opinions(agencies: Iterable[int], begin: dt.datetime, end: dt.datetime) -> QuerySet[Feedback]:
    return Feedback.objects.filter(
        agency__in=list(agencies), created__gte=begin, created__lt=end, helpful__isnull=False, conversation__isnull=False
    ).order_by("id")


def _count_opinion(feedback: Feedback, agency: Agency, figures: _Figures) -> None:
    if feedback.conversation_id is None:
        return
    before = Message.objects.filter(
        conversation_id=feedback.conversation_id,
        direction=Message.Direction.IN,
        created__lte=feedback.created,
        created__gte=feedback.created - _SPOKEN_OF,
        understanding__decision="answer",
    )
    understood = before.order_by("-id").values_list("understanding", flat=True).first() or {}
    if understood.get("kind") == "faq" and understood.get("faq"):
        kind = figures.helpful if feedback.helpful else figures.not_helpful
        kind[agency.pk, understood["faq"], _language(understood.get("language"), agency)] += 1


def _language(language: str | None, agency: Agency) -> str:
    return language if language in LANGUAGES else agency.default_language


def _owners(agency: Agency) -> dict[str, int]:
    """By key: the agency whose FAQ answers there."""
    lineage = [ancestor.pk for ancestor in agency.lineage]
    rows = Faq.objects.filter(agency_id__in=lineage, inherits=False).values_list("agency_id", "key")
    return {key: owner for owner, key in sorted(rows, key=lambda row: -lineage.index(row[0]))}

"""What the roll-up reads of stored messages: always a stretch of numbers, never the whole table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from bot.analytics.models import CountedFailure
from bot.analytics.tally import Place
from bot.desk.models import Feedback, Message
from bot.pipeline.delivery import SUPERSEDED

_IN, _OUT = Message.Direction.IN, Message.Direction.OUT
# A failure of which the platform gave no reason.
UNKNOWN = "unknown"
# An answer has rarely more parts than these; the first that left is what the citizen waited for.
_ANSWERS = 3
# SQLite takes only so many values in one query.
_AT_ONCE = 500


@dataclass(frozen=True)
class Incoming:
    """A citizen's message."""

    id: int
    conversation: UUID
    external_id: str
    created: dt.datetime
    place: Place
    understanding: dict[str, Any] | None
    answered: dt.datetime | None


@dataclass(frozen=True)
class Failed:
    """An answer that never arrived."""

    id: int
    created: dt.datetime
    place: Place
    code: str


@dataclass(frozen=True)
class Opinion:
    """What a citizen said about the bot."""

    id: int
    conversation: UUID | None
    source: str
    created: dt.datetime
    place: Place
    helpful: bool | None


_PLACE = ("conversation__agency_id", "conversation__agency__timezone", "conversation__channel", "conversation__language")
_DEFAULT = "conversation__agency__default_language"


def _place(row: dict[str, Any], language: str = "") -> Place:
    spoken = language or row["conversation__language"] or row[_DEFAULT]
    return Place(row["conversation__agency_id"], row["conversation__agency__timezone"], row["conversation__channel"], spoken)


def stretch(after: int, until: dt.datetime, most: int) -> list[int]:
    """The next numbers, up to the first message that is too young to be counted."""
    rows = Message.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "created")[:most]
    numbers = []
    for number, created in rows:
        if created >= until:
            break
        numbers.append(number)
    return numbers


def incoming(after: int, last: int) -> Iterator[Incoming]:
    """The citizens' messages of a stretch, in order."""
    yield from _incoming(Message.objects.filter(pk__gt=after, pk__lte=last).order_by("pk"))


def incoming_numbers(numbers: Collection[int]) -> Iterator[Incoming]:
    """Those of the numbers that are still stored."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _AT_ONCE):
        yield from _incoming(Message.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).order_by("pk"))


def _incoming(messages: QuerySet[Message]) -> Iterator[Incoming]:
    names = [Concat(OuterRef("external_id"), Value(f":{number}")) for number in range(_ANSWERS)]
    answers = Message.objects.filter(
        conversation=OuterRef("conversation"), direction=_OUT, external_id__in=names, sent__isnull=False
    ).order_by("sent")
    rows = messages.filter(direction=_IN).annotate(answered=Subquery(answers.values("sent")[:1]))
    for row in rows.values("pk", "conversation_id", "external_id", "created", "understanding", "answered", *_PLACE, _DEFAULT):
        understanding = row["understanding"] if isinstance(row["understanding"], dict) else None
        language = str((understanding or {}).get("language") or "")[:2]
        yield Incoming(
            row["pk"], row["conversation_id"], row["external_id"], row["created"], _place(row, language), understanding, row["answered"]
        )


def failed(after: int, last: int, *, uncounted: bool = False) -> Iterator[Failed]:
    """The messages of a stretch whose delivery has failed; with `uncounted`, those alone that no row of `CountedFailure` names.

    What a person's words took the place of was never meant to arrive.
    """
    rows = Message.objects.filter(status=Message.Status.FAILED, pk__gt=after, pk__lte=last).exclude(error_code=SUPERSEDED).order_by("pk")
    if uncounted:
        rows = rows.exclude(Q(pk__in=CountedFailure.objects.filter(message__gt=after).values("message")))
    for row in rows.values("pk", "created", "error_code", *_PLACE, _DEFAULT):
        yield Failed(row["pk"], row["created"], _place(row), row["error_code"] or UNKNOWN)


def opinions(after: int, until: dt.datetime, most: int) -> list[Opinion]:
    """The next feedback that is old enough."""
    rows = (
        Feedback.objects.filter(pk__gt=after)
        .order_by("pk")
        .values("pk", "conversation_id", "source", "created", "helpful", "agency_id", *_PLACE, _DEFAULT)
        .annotate(zone=F("agency__timezone"), spoken=F("agency__default_language"))[:most]
    )
    found: list[Opinion] = []
    for row in rows:
        if row["created"] >= until:
            break
        place = Place(row["agency_id"], row["zone"], row["conversation__channel"] or "", row["conversation__language"] or row["spoken"])
        found.append(Opinion(row["pk"], row["conversation_id"], row["source"], row["created"], place, row["helpful"]))
    return found

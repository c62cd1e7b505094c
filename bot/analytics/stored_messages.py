"""What the roll-up reads of stored messages: always a stretch of numbers, never the whole table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from bot.analytics.measures import CANCEL, OPENER
from bot.analytics.models import CountedFailure
from bot.analytics.tally import Place
from bot.desk.models import Feedback, Message

_IN, _OUT = Message.Direction.IN, Message.Direction.OUT
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
    """The messages of a stretch whose delivery has failed; with `uncounted`, those alone that no row of `CountedFailure` names."""
    rows = Message.objects.filter(status=Message.Status.FAILED, pk__gt=after, pk__lte=last).order_by("pk")
    if uncounted:
        rows = rows.exclude(Q(pk__in=CountedFailure.objects.filter(message__gt=after).values("message")))
    for row in rows.values("pk", "created", "error_code", *_PLACE, _DEFAULT):
        yield Failed(row["pk"], row["created"], _place(row), row["error_code"] or "unknown")


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


def intent_before(message: Incoming | int, conversation: UUID) -> str:
    """The intent of what the citizen wrote just before; empty when nothing was."""
    number = message if isinstance(message, int) else message.id
    before = (
        Message.objects.filter(conversation_id=conversation, direction=_IN, pk__lt=number)
        .order_by("-pk")
        .values_list("understanding")
        .first()
    )
    return str((before[0] or {}).get("intent") or "") if before else ""


def fills_a_form(message: Incoming) -> bool:
    """Whether the message itself was the comment, by words or by a button."""
    return Feedback.objects.filter(source=f"{message.conversation}:{message.external_id}"[:150]).exists()


def filled_at_once(opinion: Opinion) -> bool:
    """Whether the form was filled without having been opened by an earlier message."""
    if opinion.conversation is None:
        return False
    external_id = opinion.source.removeprefix(f"{opinion.conversation}:")
    number = (
        Message.objects.filter(conversation_id=opinion.conversation, direction=_IN, external_id=external_id)
        .values_list("pk", flat=True)
        .first()
    )
    return number is not None and intent_before(number, opinion.conversation) != OPENER


def opens_a_form(message: Incoming) -> bool:
    """Whether the message made the bot ask for a comment."""
    return (message.understanding or {}).get("intent") == OPENER and not fills_a_form(message)


def cancels_a_form(message: Incoming) -> bool:
    """Whether the message takes back the form that the one before has opened."""
    return (message.understanding or {}).get("intent") == CANCEL and intent_before(message, message.conversation) == OPENER

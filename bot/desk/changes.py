"""What has changed at a desk behind the place that a page has reached, read from the database in the order of ids.

A place is four numbers: the last happening of the agency's handoffs, and the last message, the last note and a digest of the delivery
statuses of the one conversation that the page shows. It travels as the id of a server-sent event, so a page that was cut off says where
it stopped.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, QuerySet

from bot.catalogue.models import Agency
from bot.desk.models import Handoff, HandoffEvent, InternalNote, Message

_PLACE = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,18})")
_AT_ONCE = 200
_STATUSES = 30
_FIELDS = ("pk", "handoff_id", "kind", "by_id")


@dataclass(frozen=True)
class Place:
    """Up to where a page knows everything."""

    event: int = 0
    message: int = 0
    note: int = 0
    statuses: int = 0

    def __str__(self) -> str:
        return f"{self.event}.{self.message}.{self.note}.{self.statuses}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Read what `str` wrote; None when it is no place."""
        found = _PLACE.fullmatch(text)
        return cls(*(int(number) for number in found.groups())) if found else None


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a handoff of the agency."""

    number: int
    handoff: int
    kind: str
    by: int | None

    def as_json(self) -> dict[str, Any]:
        """A plain mapping."""
        return {"handoff": self.handoff, "kind": self.kind, "by": self.by}


@dataclass(frozen=True)
class Changes:
    """`place` is the new one. `case`: something in the conversation that the page shows is new or different."""

    place: Place
    happenings: tuple[Happening, ...]
    case: bool


def present_place(agency: Agency, handoff: Handoff | None) -> Place:
    """Where a page stands that has just been made."""
    last = HandoffEvent.objects.filter(handoff__agency=agency).aggregate(last=Max("id"))["last"] or 0
    return _of_conversation(Place(event=last), handoff)


def changes_after(place: Place, agency: Agency, handoff: Handoff | None) -> Changes:
    """Everything behind that place; of very many happenings the first ones, the others come with the next call."""
    rows = _happenings(agency).filter(pk__gt=place.event).order_by("id")
    return with_case(place, tuple(Happening(*row) for row in rows.values_list(*_FIELDS)[:_AT_ONCE]), handoff)


def latest_happenings(agency: Agency) -> tuple[tuple[Happening, ...], bool]:
    """The last things that happened, in their order, and whether that is everything that ever happened."""
    rows = list(_happenings(agency).order_by("-id").values_list(*_FIELDS)[:_AT_ONCE])
    return tuple(Happening(*row) for row in reversed(rows)), len(rows) < _AT_ONCE


def without_case(place: Place, happenings: tuple[Happening, ...]) -> Changes:
    """The changes for a page of whose conversation it is known that nothing in it has changed."""
    return Changes(_reached(place, happenings), happenings, case=False)


def with_case(place: Place, happenings: tuple[Happening, ...], handoff: Handoff | None) -> Changes:
    """The changes when these are the happenings behind the place: looks whether the conversation on the page is another than before."""
    reached = _reached(place, happenings)
    there = _of_conversation(reached, handoff)
    shown = handoff is not None and any(one.handoff == handoff.pk for one in happenings)
    return Changes(there, happenings, shown or there != reached)


def _happenings(agency: Agency) -> QuerySet[HandoffEvent]:
    return HandoffEvent.objects.filter(handoff__agency=agency).exclude(kind=HandoffEvent.Kind.VIEWED)


def _reached(place: Place, happenings: tuple[Happening, ...]) -> Place:
    return replace(place, event=happenings[-1].number if happenings else place.event)


def _of_conversation(place: Place, handoff: Handoff | None) -> Place:
    if handoff is None:
        return place
    messages = Message.objects.filter(conversation=handoff.conversation_id)
    latest = list(messages.order_by("-id").values_list("pk", "status", "error_code")[:_STATUSES])
    note = InternalNote.objects.filter(handoff=handoff).aggregate(last=Max("id"))["last"] or 0
    return replace(place, message=latest[0][0] if latest else 0, note=note, statuses=zlib.crc32(repr(latest).encode()))

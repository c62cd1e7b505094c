"""What was said and done in a handoff's conversation, in one order: messages, notes among colleagues, and what happened to the handoff."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from bot.desk.models import Handoff, HandoffEvent, InternalNote, Message

AT_FIRST = 100
# What is looked at again each time: a row that another process committed late, or whose delivery status has changed.
AGAIN = 30
Kind = Literal["message", "note", "event"]


@dataclass(frozen=True)
class Item:
    """One row of the page; exactly one of the three is set."""

    kind: Kind
    at: dt.datetime
    message: Message | None = None
    note: InternalNote | None = None
    event: HandoffEvent | None = None

    @property
    def key(self) -> str:
        """What the row is called on the page."""
        row = self.message or self.note or self.event
        return f"{self.kind}-{row.pk if row else 0}"

    @property
    def version(self) -> str:
        """What of the row can change, as a short word; a page that has this version need not get the row again."""
        one = self.message
        if one is None:
            return "0"
        return f"{zlib.crc32(repr((one.status, one.error_code, one.error, one.text)).encode()):x}"

    def is_known(self, have: Container[str]) -> bool:
        """Whether a page that names what it has, each as `key.version`, shows this row as it is now."""
        # Whether a failed one can be sent again hangs on who looks.
        failed = self.message is not None and self.message.status == Message.Status.FAILED
        return not failed and f"{self.key}.{self.version}" in have


def first_part(handoff: Handoff, before: int | None = None) -> tuple[list[Item], int | None]:
    """The latest messages with all that happened beside them, and from which message on there are earlier ones (None: none).

    `before`: a message's number; then what lies before that message, and messages only.
    """
    rows = _messages(handoff)
    newest = list((rows.filter(pk__lt=before) if before else rows).order_by("-id")[: AT_FIRST + 1])
    more = newest[-2].pk if len(newest) > AT_FIRST else None
    messages = [Item("message", row.created, message=row) for row in reversed(newest[:AT_FIRST])]
    if before:
        return messages, more
    notes = [Item("note", row.created, note=row) for row in _notes(handoff)]
    events = [Item("event", row.at, event=row) for row in _events(handoff)]
    return sorted([*messages, *notes, *events], key=lambda item: (item.at, item.key)), more


def latest_part(handoff: Handoff, message: int, have: Container[str] = ()) -> list[Item]:
    """Everything behind a message and the last rows before it, but for what the page has (`Item.is_known`)."""
    rows = _messages(handoff)
    again = list(rows.order_by("-id").values_list("pk", flat=True)[:AGAIN])
    found = rows.filter(Q(pk__gt=message) | Q(pk__in=again))
    messages = [Item("message", row.created, message=row) for row in found.order_by("id")[: AT_FIRST + AGAIN]]
    notes = [Item("note", row.created, note=row) for row in _notes(handoff).order_by("-id")[:AGAIN]]
    events = [Item("event", row.at, event=row) for row in _events(handoff).order_by("-id")[:AGAIN]]
    news = (item for item in (*messages, *notes, *events) if not item.is_known(have))
    return sorted(news, key=lambda item: (item.at, item.key))


def item_of(message: Message) -> Item:
    """A message as a row."""
    return Item("message", message.created, message=message)


def _messages(handoff: Handoff) -> QuerySet[Message]:
    return Message.objects.filter(conversation=handoff.conversation_id).select_related("operator")


def _notes(handoff: Handoff) -> QuerySet[InternalNote]:
    # Also those of earlier cases in the same conversation: they are beside the messages to which they belong.
    return InternalNote.objects.filter(handoff__conversation=handoff.conversation_id, handoff__agency=handoff.agency_id).order_by("id")


def _events(handoff: Handoff) -> QuerySet[HandoffEvent]:
    rows = HandoffEvent.objects.filter(handoff__conversation=handoff.conversation_id)
    return rows.exclude(kind=HandoffEvent.Kind.VIEWED).order_by("id")

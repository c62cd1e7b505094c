"""Whether a person has answered the citizen: a reply that is known not to have arrived is no answer, and the citizen waits as before it."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from bot.desk.models import Conversation, Handoff, HandoffEvent, Message

_FAILED = Message.Status.FAILED
# From each of these on the citizen waits anew for somebody who answers (`bot.desk.waiting_again`).
_MOVED = (HandoffEvent.Kind.TRANSFERRED, HandoffEvent.Kind.LAPSED, HandoffEvent.Kind.RELEASED, HandoffEvent.Kind.OVERFLOWED)


def note(handoff: int, now: dt.datetime) -> None:
    """A person answers, or sends again what had failed; to be called with the conversation locked."""
    first = Coalesce(F("first_reply_at"), Value(now), output_field=DateTimeField())
    Handoff.objects.filter(pk=handoff).update(first_reply_at=first, waits_again_since=None)


def note_sent_again(message: int, now: dt.datetime) -> None:
    """A reply that had failed is on its way once more; in the transaction in which it is marked so. Nothing for the bot's own words."""
    if (found := _reply(message)) is not None and (row := _handoff_of(found)) is not None:
        note(row.pk, now)


def note_failed(message: int) -> None:
    """A reply has failed: what the other replies leave of the answer; in the transaction that marks it. Nothing for the bot's own words."""
    found = _reply(message)
    row = _handoff_of(found) if found is not None else None
    if found is None or row is None:
        return
    # One that was sent again has answered then, and not when it was written.
    when = Greatest("created", Coalesce("sent", "created"), output_field=DateTimeField())
    arrived = list(_replies(row).exclude(status=_FAILED).annotate(when=when).values_list("created", "when"))
    first: dt.datetime | None = row.first_reply_at
    # A reply that was written since then, and before the failed one, has given the first answer.
    if first is None or not any(first <= created < found.created for created, _ in arrived):
        first = min((at for _, at in arrived), default=None)
    last = max((at for _, at in arrived), default=row.waiting_since)
    again = row.events.filter(kind__in=_MOVED, at__gt=last).order_by("at").values_list("at", flat=True).first()
    Handoff.objects.filter(pk=row.pk).update(first_reply_at=first, waits_again_since=again)


def lock_for(message: int) -> None:
    """The conversation before the message, as everybody locks them; to be called first in the transaction that marks a message."""
    Conversation.objects.select_for_update().filter(messages=message).first()


def _reply(message: int) -> Message | None:
    return Message.objects.filter(pk=message, author=Message.Author.OPERATOR).first()


def _handoff_of(message: Message) -> Handoff | None:
    """The handoff in which it was written."""
    began_before = Handoff.objects.filter(conversation=message.conversation_id, waiting_since__lte=message.created)
    return began_before.order_by("-waiting_since", "-pk").first()


def _replies(row: Handoff) -> QuerySet[Message]:
    written = Message.objects.filter(conversation=row.conversation_id, author=Message.Author.OPERATOR, created__gte=row.waiting_since)
    later = Handoff.objects.filter(conversation=row.conversation_id, waiting_since__gt=row.waiting_since).order_by("waiting_since").first()
    return written.filter(created__lt=later.waiting_since) if later is not None else written

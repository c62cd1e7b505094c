"""Opens handoffs; to be called in the transaction that stores what the citizen hears of it, with the conversation locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.catalogue.models import Agency
from bot.desk import announcing, ownership
from bot.desk.models import Conversation, Handoff, HandoffEvent, Unit
from bot.desk.request import HandoffRequest
from bot.desk.summary import summary_of
from bot.desk.topics import danger


def open_of(conversation: Conversation) -> Handoff | None:
    """The conversation's open handoff."""
    return conversation.handoffs.filter(state__in=Handoff.OPEN).select_related("agency", "unit").first()


def open_handoff(
    conversation: Conversation,
    agency: Agency,
    unit: Unit | None,
    source: str,
    request: HandoffRequest,
    language: str,
    understanding: Mapping[str, Any] | None,
    now: dt.datetime,
) -> Handoff:
    """A handoff that waits for a person from now on; the same `source` again returns the one that it opened before."""
    row, created = Handoff.objects.get_or_create(
        source=source[:150],
        defaults={
            "conversation": conversation,
            "agency": agency,
            "unit": unit,
            "reason": request.reason,
            "urgency": request.urgency,
            "language": language,
            "service_key": request.service[:40],
            "summary": summary_of(conversation, request, understanding),
            "waiting_since": now,
            "continues_id": request.continues,
        },
    )
    if created:
        Conversation.objects.filter(pk=conversation.pk).update(owner=Conversation.Owner.QUEUE)
        ownership.note_event(row, HandoffEvent.Kind.OPENED, None, {"reason": row.reason})
    return row


def raise_urgency(row: Handoff, urgency: int) -> bool:
    """Let it go before others; it never goes back, and its place among equals stays. False when it was as urgent already."""
    raised = Handoff.objects.filter(pk=row.pk, urgency__lt=urgency).update(urgency=urgency)
    if raised:
        row.urgency = urgency
        announcing.handoff_changed(row)
        if urgency == Handoff.Urgency.DANGER:
            danger.tell(row)
    return bool(raised)

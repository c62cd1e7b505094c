"""One citizen, two wishes: who waits or has come back while a call back to them is still open, so that two people do not do the same."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from bot.catalogue.models import Agency
from bot.desk.models import Callback, Handoff


def open_calls(handoff: Handoff) -> list[Callback]:
    """The calls back that the citizen of this handoff has asked for and still waits for, the oldest first."""
    same = Q(conversation=handoff.conversation_id)
    if handoff.conversation.contact_id is not None:
        same |= Q(conversation__contact=handoff.conversation.contact_id)
    rows = Callback.objects.filter(same, agency=handoff.agency_id, state__in=Callback.TO_BE_CALLED)
    return list(rows.select_related("operator").order_by("created"))


def waited_for(agency: Agency, conversations: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the conversations whose citizen waits for a call, too."""
    rows = Callback.objects.filter(agency=agency, state__in=Callback.TO_BE_CALLED, conversation__in=list(conversations))
    return frozenset(rows.order_by().values_list("conversation_id", flat=True))


def later_cases(callbacks: Iterable[Callback]) -> dict[int, Handoff]:
    """For each call back the latest handoff of its conversation that is open, or has begun after the call was asked for."""
    callbacks = list(callbacks)
    found: dict[int, Handoff] = {}
    conversations = [row.conversation_id for row in callbacks if row.conversation_id is not None]
    rows = Handoff.objects.filter(conversation__in=conversations).select_related("operator").order_by("pk")
    by_conversation: dict[UUID, Handoff] = {row.conversation_id: row for row in rows}
    for callback in callbacks:
        case = by_conversation.get(callback.conversation_id) if callback.conversation_id is not None else None
        if case is None or case.agency_id != callback.agency_id:
            continue
        if case.state in Handoff.OPEN or case.waiting_since > callback.created:
            found[callback.pk] = case
    return found

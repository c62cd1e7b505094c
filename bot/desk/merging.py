"""Several requests of one citizen about one case become one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from bot.desk import giving_back, ownership
from bot.desk.errors import NotWaiting
from bot.desk.models import Conversation, Handoff, HandoffEvent, InternalNote
from bot.desk.ownership import Claim
from bot.staff.context import name_of


def merge(claim: Claim, other_handoff_id: int, now: dt.datetime) -> Handoff:
    """Close the other request as a repetition of the claimed one, with a note on each; returns the claimed one.

    The other may wait, or be the caller's too. The earlier of the two waits counts from then on, and the higher urgency.

    Raises:
        LeaseOver: the handoff is no longer the caller's.
        NotWaiting: a colleague serves the other one, or it has ended.
    """
    with transaction.atomic():
        # In the order of their numbers, so that two that merge crosswise do not wait for each other.
        numbers = sorted((claim.handoff, other_handoff_id))
        conversations = Handoff.objects.filter(pk__in=numbers).values_list("conversation_id", flat=True)
        list(Conversation.objects.select_for_update().filter(pk__in=list(conversations)).order_by("pk"))
        row = ownership.held(claim)
        other = Handoff.objects.filter(pk=other_handoff_id, agency=row.agency).exclude(pk=row.pk).first()
        if other is None:
            raise NotWaiting
        mine = {"state": Handoff.State.CLAIMED, "operator": claim.user}
        changes = {"state": Handoff.State.CLOSED, "ended_at": now, "outcome": Handoff.Outcome.DUPLICATE, "draft": ""}
        changes |= {"operator": claim.user, "lease_token": "", "lease_until": None, "says_closing": True}
        if not (
            Handoff.objects.filter(pk=other.pk, state=Handoff.State.WAITING).update(**changes)
            or Handoff.objects.filter(pk=other.pk, **mine).update(**changes)
        ):
            raise NotWaiting(ownership.holder_of(other.pk))
        Conversation.objects.filter(pk=other.conversation_id).update(owner=Conversation.Owner.BOT)
        Handoff.objects.filter(pk=row.pk).update(
            waiting_since=min(row.waiting_since, other.waiting_since), urgency=max(row.urgency, other.urgency)
        )
        pointer = f"#{other.pk} → #{row.pk}"
        # What was asked in the other chat is said nowhere in this one.
        for one, text in ((row, "\n".join([pointer, *_asked(other)])), (other, pointer)):
            InternalNote.objects.create(handoff=one, author=claim.user, author_name=name_of(claim.user)[:200], text=text)
        ownership.note_event(other, HandoffEvent.Kind.MERGED, claim.user, {"into": row.pk})
        ownership.note_event(row, HandoffEvent.Kind.MERGED, claim.user, {"from": other.pk})
        giving_back.put_after_commit(other, now)
        row.refresh_from_db()
    return row


def _asked(row: Handoff) -> list[str]:
    summary = row.summary or {}
    return [str(text) for text in summary.get("asked") or [summary.get("question")] if text]

"""Several requests of one citizen become one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from bot.desk import announcing
from bot.desk.errors import NotWaiting
from bot.desk.models import Conversation, Handoff, HandoffEvent
from bot.desk.ownership import Claim, held, holder_of, note_event


def merge(claim: Claim, other_handoff_id: int, now: dt.datetime) -> None:
    """End another waiting handoff as a duplicate of the caller's.

    Raises:
        LeaseOver: the caller's handoff is no longer the caller's.
        NotWaiting: somebody else serves the other one, or it has ended.
    """
    with transaction.atomic():
        row = held(claim)
        ended = Handoff.objects.filter(pk=other_handoff_id, agency=row.agency, state=Handoff.State.WAITING).update(
            state=Handoff.State.CLOSED, outcome=Handoff.Outcome.DUPLICATE, ended_at=now, continues=row
        )
        if not ended:
            raise NotWaiting(holder_of(other_handoff_id))
        other = Handoff.objects.get(pk=other_handoff_id)
        Conversation.objects.filter(pk=other.conversation_id).update(owner=Conversation.Owner.BOT)
        note_event(other, HandoffEvent.Kind.MERGED, claim.user, {"into": row.pk})
        note_event(row, HandoffEvent.Kind.MERGED, claim.user, {"from": other.pk})
        announcing.handoff_changed(row)

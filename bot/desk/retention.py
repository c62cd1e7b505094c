"""Transcripts are kept for as long as the agency wants, and no longer: texts, notes and call-back requests go, the figures stay."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from bot.desk.models import Callback, DeskSettings, Handoff, InternalNote, Message

# In place of a text that was removed: an empty one would look like a fault.
REMOVED = "[-]"


def remove_old(now: dt.datetime) -> dict[str, int]:
    """Remove what is older than each agency's days; returns how many messages, notes, handoffs' words and call-back requests it was.

    Of agencies that have set up no desk nothing is removed. A conversation in which a person is waited for or serves is left alone.
    """
    counts = {"messages": 0, "notes": 0, "handoffs": 0, "callbacks": 0}
    for desk in DeskSettings.objects.all():
        before = now - dt.timedelta(days=desk.transcript_days)
        counts["messages"] += _messages(desk, before).update(text=REMOVED, content={})
        counts["notes"] += InternalNote.objects.filter(handoff__agency=desk.agency_id, created__lt=before).delete()[0]
        counts["handoffs"] += _handoffs(desk, before).update(summary={}, settled="", draft="", satisfaction_words="")
        counts["callbacks"] += Callback.objects.filter(agency=desk.agency_id, created__lt=before).delete()[0]
    return counts


def _messages(desk: DeskSettings, before: dt.datetime) -> QuerySet[Message]:
    open_ones = Handoff.objects.filter(agency=desk.agency_id, state__in=Handoff.OPEN).values("conversation")
    return (
        Message.objects.filter(conversation__agency=desk.agency_id, created__lt=before)
        .exclude(text=REMOVED)
        .exclude(conversation__in=open_ones)
    )


def _handoffs(desk: DeskSettings, before: dt.datetime) -> QuerySet[Handoff]:
    ended = Handoff.objects.filter(agency=desk.agency_id, ended_at__lt=before).exclude(state__in=Handoff.OPEN)
    return ended.exclude(Q(summary={}) & Q(settled="") & Q(draft="") & Q(satisfaction_words=""))

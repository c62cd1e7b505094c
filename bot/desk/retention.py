"""Transcripts are kept for as long as the agency wants, and no longer: texts, notes and call-back requests go, the figures stay.

A call-back request that nobody has dealt with never vanishes by itself. What the citizen gave for it (name, number, words) goes after twice
the agency's days, as the citizen was told before the yes; the request stays in the list, and says so, until somebody closes it.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from bot.desk.models import Callback, DeskSettings, Handoff, HandoffEvent, InternalNote, Message, TopicNotice

# How many times the agency's days name and number are kept while nobody was reached.
UNREACHED_TIMES = 2
# In place of a text that was removed: an empty one would look like a fault.
REMOVED = "[-]"


def remove_old(now: dt.datetime) -> dict[str, int]:
    """Remove what is older than each agency's days; returns how many messages, notes, handoffs' words and call-back requests it was, and of
    how many requests that are still to be called only name and number went (`numbers`).

    Of agencies that have set up no desk nothing is removed. A conversation in which a person is waited for or serves is left alone.
    """
    counts = {"messages": 0, "notes": 0, "handoffs": 0, "callbacks": 0, "numbers": 0}
    for desk in DeskSettings.objects.all():
        before = now - dt.timedelta(days=desk.transcript_days)
        counts["messages"] += _messages(desk, before).update(text=REMOVED, content={})
        counts["notes"] += InternalNote.objects.filter(handoff__agency=desk.agency_id, created__lt=before).delete()[0]
        counts["handoffs"] += _handoffs(desk, before).update(summary={}, settled="", draft="", satisfaction_words="")
        _remove_remarks(desk, before)
        ended = Callback.objects.filter(agency=desk.agency_id, ended_at__lt=before).exclude(state__in=Callback.TO_BE_CALLED)
        counts["callbacks"] += ended.delete()[0]
        counts["numbers"] += _unreached(desk, now).update(name="", how="", wanted_when="", about="", remark="", forgotten_at=now)
    return counts


def forgets_on(callback: Callback, transcript_days: int) -> dt.datetime:
    """When name and number of a request that nobody has dealt with are removed."""
    return callback.created + dt.timedelta(days=UNREACHED_TIMES * transcript_days)


def _remove_remarks(desk: DeskSettings, before: dt.datetime) -> None:
    """What colleagues remarked when passing on tells of the citizen as much as a note does; what a group was told quotes replies."""
    ended = Handoff.objects.filter(agency=desk.agency_id, ended_at__lt=before).exclude(state__in=Handoff.OPEN)
    for row in ended.filter(came_from__has_key="remark").exclude(came_from__remark=""):
        Handoff.objects.filter(pk=row.pk).update(came_from={**row.came_from, "remark": ""})
    for event in HandoffEvent.objects.filter(handoff__in=ended, details__has_key="remark").exclude(details__remark=""):
        HandoffEvent.objects.filter(pk=event.pk).update(details={**event.details, "remark": ""})
    TopicNotice.objects.filter(topic__handoff__in=ended, is_sent=True).delete()


def _unreached(desk: DeskSettings, now: dt.datetime) -> QuerySet[Callback]:
    before = now - dt.timedelta(days=UNREACHED_TIMES * desk.transcript_days)
    return Callback.objects.filter(agency=desk.agency_id, state__in=Callback.TO_BE_CALLED, created__lt=before, forgotten_at=None)


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

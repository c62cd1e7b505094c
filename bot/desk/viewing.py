"""Each look at a transcript is recorded: once an hour for a person and a handoff."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User

from bot.desk.models import Handoff, HandoffEvent
from bot.staff.context import name_of

ONCE_IN = dt.timedelta(hours=1)


def record_view(handoff: Handoff, user: User, now: dt.datetime) -> None:
    """Note that the person looks at the transcript; nobody is told, because nothing has changed."""
    seen = HandoffEvent.objects.filter(handoff=handoff, kind=HandoffEvent.Kind.VIEWED, by=user, at__gt=now - ONCE_IN)
    if not seen.exists():
        HandoffEvent.objects.create(handoff=handoff, kind=HandoffEvent.Kind.VIEWED, by=user, by_name=name_of(user)[:200])


def views_of(handoff: Handoff) -> list[HandoffEvent]:
    """Who looked at it and when, the latest first."""
    return list(handoff.events.filter(kind=HandoffEvent.Kind.VIEWED).order_by("-id")[:100])

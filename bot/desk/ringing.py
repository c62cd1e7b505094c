"""Whether a person's open pages ring for what has just happened: who rings for everything is soon not listened to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from typing import Literal

from django.contrib.auth.models import User

from bot.catalogue.models import Agency
from bot.desk.changes import Happening
from bot.desk.duties import duty_of
from bot.desk.models import Duty, Handoff, HandoffEvent
from bot.desk.routing import suits

Ring = Literal["", "waiting", "given"]
_Kind = HandoffEvent.Kind
_ARRIVALS = frozenset({_Kind.OPENED, _Kind.RELEASED, _Kind.LAPSED, _Kind.TRANSFERRED, _Kind.OVERFLOWED})


def arrivals(user: int, happenings: Sequence[Happening]) -> set[int]:
    """The handoffs that have come into the queue or to somebody; what the person did themselves does not ring for them."""
    return {one.handoff for one in happenings if one.kind in _ARRIVALS and one.by != user}


def ring_for(user: int, agency: Agency, arrived: Set[int], now: dt.datetime) -> Ring:
    """`given`: somebody has given the person a conversation. `waiting`: one waits that they are asked to take.

    Nobody is asked on a break, for what another unit serves, or while they serve as many as they said; danger asks those who are full, too.
    """
    rows = list(Handoff.objects.filter(pk__in=arrived, state__in=Handoff.OPEN).select_related("unit__overflow_to"))
    if any(row.operator_id == user for row in rows):
        return "given"
    duty = duty_of(User.objects.get(pk=user), agency)
    if not duty.available:
        return ""
    waiting = [row for row in rows if row.state == Handoff.State.WAITING and suits(duty, row, now)]
    if not waiting:
        return ""
    return "waiting" if not is_full(duty) or any(row.urgency == Handoff.Urgency.DANGER for row in waiting) else ""


def is_full(duty: Duty) -> bool:
    """Whether the person serves as many as they said; they may take more by hand."""
    return Handoff.objects.filter(agency=duty.agency_id, state=Handoff.State.CLAIMED, operator=duty.user_id).count() >= duty.capacity

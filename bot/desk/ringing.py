"""Whether a person's open pages ring for what has just happened: who rings for everything is soon not listened to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count

from bot.catalogue.models import Agency
from bot.desk.changes import Happening
from bot.desk.models import Duty, Handoff, HandoffEvent
from bot.desk.presence import is_there
from bot.desk.routing import suits

Ring = Literal["", "waiting", "given"]
_Kind = HandoffEvent.Kind
_ARRIVALS = frozenset({_Kind.OPENED, _Kind.RELEASED, _Kind.LAPSED, _Kind.TRANSFERRED, _Kind.OVERFLOWED, _Kind.ANY_LANGUAGE})


def arrivals(user: int, happenings: Sequence[Happening]) -> set[int]:
    """The handoffs that have come into the queue or to somebody; what the person did themselves does not ring for them."""
    return {one.handoff for one in happenings if one.kind in _ARRIVALS and one.by != user}


@dataclass(frozen=True)
class Bell:
    """What has come to an agency's desk, and everybody's duty there: read once for all of its open pages."""

    agency: Agency
    rows: Mapping[int, Handoff]
    duties: Mapping[int, Duty]
    served: Mapping[int, int]

    def ring_for(self, user: int, arrived: Set[int], now: dt.datetime) -> Ring:
        """`given`: somebody has given the person a conversation. `waiting`: one waits that they are asked to take.

        Nobody is asked on a break, for what another unit serves, or while they serve as many as they said; danger asks those who are
        full, too.
        """
        rows = [self.rows[number] for number in sorted(arrived) if number in self.rows]
        if any(row.operator_id == user for row in rows):
            return "given"
        duty = self.duties.get(user)
        if duty is None or not duty.available:
            return ""
        there = [one for one in self.duties.values() if is_there(one, now)]
        waiting = [row for row in rows if row.state == Handoff.State.WAITING and suits(duty, row, now, there)]
        is_full = self.served.get(user, 0) >= duty.capacity
        asked = any(row.urgency == Handoff.Urgency.DANGER for row in waiting) if is_full else bool(waiting)
        return "waiting" if asked else ""


def bell(agency: Agency, arrived: Set[int]) -> Bell:
    """Read what these handoffs are, where they are still open, and who could serve them; four queries however many pages ask."""
    rows = Handoff.objects.filter(pk__in=arrived, state__in=Handoff.OPEN).select_related("unit__overflow_to")
    serving = Handoff.objects.filter(agency=agency, state=Handoff.State.CLAIMED, operator__isnull=False).order_by().values_list("operator")
    return Bell(
        agency,
        {row.pk: row for row in rows},
        {duty.user_id: duty for duty in Duty.objects.filter(agency=agency).prefetch_related("units")},
        dict(serving.annotate(number=Count("pk"))),
    )

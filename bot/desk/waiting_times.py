"""What a citizen may be told about waiting: the place in the queue, and how long others really waited at that hour."""

from __future__ import annotations

import datetime as dt
import math
import statistics
import zoneinfo
from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour

from bot.catalogue.models import Agency
from bot.desk.models import Handoff, Unit

_WEEKS = dt.timedelta(weeks=4)
_FEWEST = 5
_MOST = 500
_MOST_OF_ALL = 20_000


def position(handoff: Handoff) -> int:
    """The place in its unit's queue, from 1."""
    before = Q(urgency__gt=handoff.urgency) | Q(urgency=handoff.urgency, waiting_since__lt=handoff.waiting_since)
    before |= Q(urgency=handoff.urgency, waiting_since=handoff.waiting_since, pk__lt=handoff.pk)
    queue = Handoff.objects.filter(agency=handoff.agency_id, unit=handoff.unit_id, state=Handoff.State.WAITING)
    return queue.filter(before).count() + 1


def expected_minutes(agency: Agency, unit: Unit | None, now: dt.datetime) -> int | None:
    """The median of the real waits that began at this hour of the day in the last four weeks; None when fewer than five are known."""
    rows = _waits(agency, now).filter(unit=unit).values_list("waiting_since", "claimed_at")[:_MOST]
    return _median([_seconds(began, claimed) for began, claimed in rows if claimed is not None])


def expected_minutes_by_unit(agency: Agency, now: dt.datetime) -> dict[int | None, int]:
    """The same for each unit of which it is known, by its id; one query however many there are."""
    waits: dict[int | None, list[float]] = defaultdict(list)
    for unit, began, claimed in _waits(agency, now).values_list("unit_id", "waiting_since", "claimed_at")[:_MOST_OF_ALL]:
        if claimed is not None and len(waits[unit]) < _MOST:
            waits[unit].append(_seconds(began, claimed))
    return {unit: minutes for unit, known in waits.items() if (minutes := _median(known)) is not None}


def _waits(agency: Agency, now: dt.datetime) -> QuerySet[Any]:
    zone = zoneinfo.ZoneInfo(agency.timezone)
    rows = Handoff.objects.filter(agency=agency, waiting_since__gte=now - _WEEKS, waiting_since__lte=now).exclude(claimed_at=None)
    at_this_hour = rows.annotate(hour=ExtractHour("waiting_since", tzinfo=zone)).filter(hour=now.astimezone(zone).hour)
    return at_this_hour.order_by("-waiting_since")


def _seconds(began: dt.datetime, claimed: dt.datetime) -> float:
    return (claimed - began).total_seconds()


def _median(waits: list[float]) -> int | None:
    return max(1, math.ceil(statistics.median(waits) / 60)) if len(waits) >= _FEWEST else None

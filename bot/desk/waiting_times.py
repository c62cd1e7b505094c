"""What a citizen may be told about waiting: the place in the queue, and how long others really waited at that hour."""

from __future__ import annotations

import datetime as dt
import math
import statistics
import zoneinfo

from django.db.models import Q
from django.db.models.functions import ExtractHour

from bot.catalogue.models import Agency
from bot.desk.models import Handoff, Unit

_WEEKS = dt.timedelta(weeks=4)
_FEWEST = 5
_MOST = 500


def position(handoff: Handoff) -> int:
    """The place in its unit's queue, from 1."""
    before = Q(urgency__gt=handoff.urgency) | Q(urgency=handoff.urgency, waiting_since__lt=handoff.waiting_since)
    before |= Q(urgency=handoff.urgency, waiting_since=handoff.waiting_since, pk__lt=handoff.pk)
    queue = Handoff.objects.filter(agency=handoff.agency_id, unit=handoff.unit_id, state=Handoff.State.WAITING)
    return queue.filter(before).count() + 1


def expected_minutes(agency: Agency, unit: Unit | None, now: dt.datetime) -> int | None:
    """The median of the real waits that began at this hour of the day in the last four weeks; None when fewer than five are known."""
    zone = zoneinfo.ZoneInfo(agency.timezone)
    rows = (
        Handoff.objects.filter(agency=agency, unit=unit, waiting_since__gte=now - _WEEKS, waiting_since__lte=now)
        .exclude(claimed_at=None)
        .annotate(hour=ExtractHour("waiting_since", tzinfo=zone))
        .filter(hour=now.astimezone(zone).hour)
        .order_by("-waiting_since")
        .values_list("waiting_since", "claimed_at")[:_MOST]
    )
    waits = [(claimed - began).total_seconds() for began, claimed in rows if claimed is not None]
    if len(waits) < _FEWEST:
        return None
    return max(1, math.ceil(statistics.median(waits) / 60))

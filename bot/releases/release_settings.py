"""When the installation trains by itself, and when it goes back by itself."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from bot.releases.models import ReleaseSettings
from bot.staff import audit
from bot.staff.context import StaffContext

_ROW = 1
EVERY_DAY = 7
FIELDS = ("scheduled", "weekday", "hour", "returns", "least_turns", "points")


def settings_now() -> ReleaseSettings:
    """The settings; the defaults while nobody has changed them."""
    return ReleaseSettings.objects.filter(pk=_ROW).first() or ReleaseSettings(pk=_ROW)


def change_settings(by: StaffContext, wanted: Mapping[str, Any]) -> None:
    """Change them; hours are those of the person's agency from then on."""
    with transaction.atomic():
        ReleaseSettings.objects.get_or_create(pk=_ROW)
        row = ReleaseSettings.objects.select_for_update().get(pk=_ROW)
        before = _stated(row)
        for name in FIELDS:
            setattr(row, name, wanted[name])
        row.clock = by.agency.timezone
        # What would have been due earlier today is not made up for.
        row.last_due = timezone.now()
        row.save()
        if before != _stated(row):
            audit.record(by, by.agency, "training.settings", "training_settings", by.agency.key, before, _stated(row))


def _stated(row: ReleaseSettings) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*FIELDS, "clock")}


def last_time(row: ReleaseSettings, now: dt.datetime) -> dt.datetime:
    """The last moment, not after now, at which the schedule wants a training."""
    zone = zoneinfo.ZoneInfo(row.clock)
    local = now.astimezone(zone)
    for days in range(9):
        day = local.date() - dt.timedelta(days=days)
        moment = dt.datetime.combine(day, dt.time(row.hour), zone)
        if moment <= local and row.weekday in (EVERY_DAY, day.weekday()):
            return moment
    raise AssertionError("a week has every weekday")


def take_turn(now: dt.datetime) -> bool:
    """Whether a training is due; of several that ask for the same moment one hears yes."""
    row = settings_now()
    if not row.scheduled:
        return False
    due = last_time(row, now)
    if row.last_due is not None and row.last_due >= due:
        return False
    return bool(ReleaseSettings.objects.filter(pk=_ROW, last_due=row.last_due).update(last_due=due))

"""An agency's units: what they serve, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bot.catalogue.models import Agency
from bot.desk import words  # noqa: F401 - the words are declared by loading them
from bot.desk.models import SpecialDay, Unit, UnitHours
from bot.desk.setting_up import DAYS
from bot.staff import audit
from bot.staff.context import StaffContext


@dataclass(frozen=True)
class Stretch:
    """One stretch of a weekday, 0 being Monday."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class DayOff:
    """A day on which the unit is closed, or open at other hours (both times given)."""

    day: dt.date
    opens: dt.time | None
    closes: dt.time | None
    reason: dict[str, str] | None


def units_of(agency: Agency) -> list[Unit]:
    """The agency's units with what the list of them shows."""
    rows = Unit.objects.filter(agency=agency).select_related("agency", "office", "overflow_to")
    return list(rows.prefetch_related("hours", "special_days", "operators__user"))


def store_unit(by: StaffContext, unit: Unit, hours: Sequence[Stretch], special_days: Sequence[DayOff]) -> Unit:
    """Store a new or changed unit with its hours and days."""
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=by.agency.pk)
        before = _as_record(Unit.objects.get(pk=unit.pk)) if unit.pk else None
        if not unit.pk:
            unit.position = Unit.objects.filter(agency=by.agency).count()
        unit.agency = by.agency
        unit.save()
        unit.hours.all().delete()
        UnitHours.objects.bulk_create([UnitHours(unit=unit, **vars(one)) for one in hours])
        unit.special_days.all().delete()
        SpecialDay.objects.bulk_create([SpecialDay(unit=unit, **vars(one)) for one in special_days])
        after = _as_record(Unit.objects.get(pk=unit.pk))
        if before != after:
            audit.record(by, by.agency, "unit.stored", "unit", unit.key, before, after)
    return unit


def remove_unit(by: StaffContext, unit: Unit) -> None:
    """Remove it; what waits for it then waits for the whole agency."""
    with transaction.atomic():
        audit.record(by, by.agency, "unit.removed", "unit", unit.key, _as_record(unit))
        unit.delete()


def _helper(unit: Unit) -> str:
    """The key of the unit that helps, with its agency's before it where that is another one."""
    other = unit.overflow_to
    if other is None:
        return ""
    return other.key if other.agency_id == unit.agency_id else f"{other.agency.key}/{other.key}"


def _as_record(unit: Unit) -> Mapping[str, Any]:
    return {
        "name": unit.name,
        "office": unit.office.key if unit.office else "",
        "services": unit.services,
        "languages": unit.languages,
        "closed_on_public_holidays": unit.closed_on_public_holidays,
        "overflow_to": _helper(unit),
        "overflow_after": unit.overflow_after,
        "hours": {
            name: [f"{row.opens:%H:%M}-{row.closes:%H:%M}" for row in unit.hours.all() if row.weekday == weekday]
            for weekday, name in enumerate(DAYS)
        },
        "special_days": [
            {"date": row.day.isoformat(), "hours": f"{row.opens:%H:%M}-{row.closes:%H:%M}" if row.opens and row.closes else "closed"}
            for row in unit.special_days.all()
        ],
    }

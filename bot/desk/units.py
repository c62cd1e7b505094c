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


def _as_record(unit: Unit) -> Mapping[str, Any]:
    return {
        "name": unit.name,
        "office": unit.office.key if unit.office else "",
        "services": unit.services,
        "languages": unit.languages,
        "closed_on_public_holidays": unit.closed_on_public_holidays,
        "overflow_to": unit.overflow_to.key if unit.overflow_to else "",
        "overflow_after": unit.overflow_after,
        "hours": [f"{row.weekday} {row.opens:%H:%M}-{row.closes:%H:%M}" for row in unit.hours.all()],
        "special_days": [f"{row.day} {row.opens or '-'} {row.closes or '-'}" for row in unit.special_days.all()],
    }

"""Who is asked to serve a handoff: by unit, by language, and after some waiting by those who would rather not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Q

from bot.catalogue.models import Agency
from bot.desk.models import Duty, Handoff, Unit
from bot.desk.presence import on_duty

# Whoever speaks another language can serve by facts and prepared answers in both: better than nobody.
ANY_LANGUAGE_AFTER = dt.timedelta(minutes=15)


def unit_for(agency: Agency, service_key: str, language: str) -> Unit | None:
    """The unit of a subject: never one that does not speak the language while another does; among those one that names the service
    before one for everything, and then one that names the language before one for all."""
    units = list(Unit.objects.filter(agency=agency).select_related("agency", "office"))
    fitting = [unit for unit in units if not unit.services or service_key in unit.services] or units
    return min(fitting, key=lambda unit: _distance(unit, language), default=None)


def _distance(unit: Unit, language: str) -> tuple[bool, bool, bool, int, str]:
    names_it = language in unit.languages
    return (bool(unit.languages) and not names_it, not unit.services, not names_it, unit.position, unit.key)


def suits(duty: Duty, handoff: Handoff, now: dt.datetime, there: Sequence[Duty]) -> bool:
    """Whether the person is asked to serve it at that moment; whoever finds it in the list of all may claim it anyway.

    `there` is who is on duty: while none of them reads the citizen's language, nobody waits for one who does.
    """
    return _suits(duty, _units_of(duty), handoff, now, there)


def _units_of(duty: Duty) -> frozenset[int]:
    return frozenset(unit.pk for unit in duty.units.all())


def _suits(duty: Duty, units: frozenset[int], handoff: Handoff, now: dt.datetime, there: Sequence[Duty]) -> bool:
    if not _serves(duty, units, handoff, now):
        return False
    if _reads(duty, handoff) or now - handoff.waiting_since >= ANY_LANGUAGE_AFTER:
        return True
    return not any(_reads(other, handoff) and _serves(other, _units_of(other), handoff, now) for other in there)


def _reads(duty: Duty, handoff: Handoff) -> bool:
    return not duty.languages or handoff.language in duty.languages


def _serves(duty: Duty, units: frozenset[int], handoff: Handoff, now: dt.datetime) -> bool:
    if handoff.agency_id == duty.agency_id and (handoff.unit_id is None or not units or handoff.unit_id in units):
        return True
    other = overflow_of(handoff, now)
    return other is not None and other.agency_id == duty.agency_id and (not units or other.pk in units)


def overflow_of(handoff: Handoff, now: dt.datetime) -> Unit | None:
    """The other unit that serves it too, once it has waited long enough."""
    unit = handoff.unit
    if unit is None or unit.overflow_to is None:
        return None
    return unit.overflow_to if now - handoff.waiting_since >= dt.timedelta(minutes=unit.overflow_after) else None


def any_language(handoff: Handoff, now: dt.datetime, there: Sequence[Duty]) -> bool:
    """Whether it has waited so long that somebody of `there` is asked now who does not read the citizen's language."""
    if now - handoff.waiting_since < ANY_LANGUAGE_AFTER:
        return False
    return any(not _reads(duty, handoff) and _serves(duty, _units_of(duty), handoff, now) for duty in there)


def waiting_for(duty: Duty, now: dt.datetime) -> list[Handoff]:
    """What waits for the person: by urgency, then by how long; their own former cases first among equals."""
    # Every page with the list asks for it at every event: no more is read than what decides, and each unit once.
    known = Unit.objects.filter(Q(agency=duty.agency_id) | Q(overflow_to__agency=duty.agency_id)).select_related("overflow_to")
    by_number = {unit.pk: unit for unit in known}
    rows = list(
        Handoff.objects.filter(Q(agency=duty.agency_id) | Q(unit__overflow_to__agency=duty.agency_id), state=Handoff.State.WAITING)
        .annotate(former=F("continues__operator"))
        .only("agency_id", "unit_id", "language", "waiting_since", "urgency")
        .order_by("-urgency", "waiting_since", "id")
    )
    there = [] if all(_reads(duty, row) for row in rows) else on_duty(duty.agency, None, now)
    units, found = _units_of(duty), []
    for row in rows:
        if row.unit_id in by_number:
            row.unit = by_number[row.unit_id]
        if _suits(duty, units, row, now, there):
            found.append(row)
    # Stable: only somebody's own case moves, and only among those of the same urgency.
    return sorted(found, key=lambda row: (-row.urgency, getattr(row, "former", None) != duty.user_id))

"""Who is at the desk: whoever has said so and whose page was heard from a moment ago."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db.models import Q

from bot.catalogue.models import Agency
from bot.desk.models import Duty, Unit

HEARD_WITHIN = dt.timedelta(minutes=2)
# A break belongs to a day's work; whoever was on duty yesterday and has not begun today is on none.
_A_DAYS_WORK = dt.timedelta(hours=14)


def seen(user: User, agency: Agency, now: dt.datetime) -> Duty:
    """Note that the person's page is open; returns their desk in that agency, made when new."""
    duty, _ = Duty.objects.get_or_create(user=user, agency=agency)
    Duty.objects.filter(Q(seen__lt=now) | Q(seen=None), pk=duty.pk).update(seen=now)
    duty.seen = now
    return duty


def set_available(user: User, agency: Agency, available: bool, now: dt.datetime) -> Duty:
    """Say that the person takes conversations now, or takes none."""
    duty = seen(user, agency, now)
    if available:
        duty.went_on_duty = now
    duty.available = available
    duty.save(update_fields=["available", "went_on_duty"])
    return duty


def is_on_break(duty: Duty, now: dt.datetime) -> bool:
    """Whether the person has stopped taking conversations for a while, and not just not begun."""
    return not duty.available and duty.went_on_duty is not None and duty.went_on_duty > now - _A_DAYS_WORK


def is_there(duty: Duty, now: dt.datetime) -> bool:
    """Whether the person is on duty at that moment."""
    return duty.available and duty.seen is not None and duty.seen > now - HEARD_WITHIN


def on_duty(agency: Agency, unit: Unit | None, now: dt.datetime) -> list[Duty]:
    """Who serves the unit (None: the agency) now."""
    duties = Duty.objects.filter(agency=agency, available=True, seen__gt=now - HEARD_WITHIN, user__is_active=True)
    found = duties.select_related("user").prefetch_related("units").order_by("pk")
    return [duty for duty in found if unit is None or _serves(duty, unit)]


def _serves(duty: Duty, unit: Unit) -> bool:
    units = {one.pk for one in duty.units.all()}
    return not units or unit.pk in units

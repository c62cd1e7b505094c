"""What each operator of an agency can serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q

from bot.catalogue.models import Agency
from bot.desk import words  # noqa: F401 - the words are declared by loading them
from bot.desk.models import Duty, Handoff, Unit
from bot.desk.presence import HEARD_WITHIN, is_on_break
from bot.staff import audit
from bot.staff.context import StaffContext, name_of
from bot.staff.models import Membership
from bot.staff.permissions import ALLOWED, Permission


@dataclass(frozen=True)
class Operator:
    """Somebody who may serve at this desk. `presence` as in `presence_of`; `load`: conversations that they serve now."""

    user: User
    name: str
    duty: Duty
    presence: str
    load: int

    @property
    def is_full(self) -> bool:
        """Whether they serve as many as they said they can."""
        return self.load >= self.duty.capacity


def stored_duty(user: User, agency: Agency) -> Duty:
    """The person's duty, stored."""
    duty, _created = Duty.objects.prefetch_related("units").get_or_create(user=user, agency=agency)
    return duty


def operators(agency: Agency, now: dt.datetime) -> list[Operator]:
    """Everybody who may serve at this desk, by name; three queries however many they are."""
    roles = [role for role, allowed in ALLOWED.items() if Permission.CONVERSE in allowed]
    members = Membership.objects.filter(agency=agency, role__in=roles, suspended=False, user__is_active=True)
    duties = {duty.user_id: duty for duty in Duty.objects.filter(agency=agency).prefetch_related("units")}
    serving = Q(handoffs__agency=agency, handoffs__state=Handoff.State.CLAIMED)
    users = User.objects.filter(Q(pk__in=members.values("user")) | Q(pk__in=duties, is_active=True, is_superuser=True))
    found = []
    for user in users.annotate(load=Count("handoffs", filter=serving)).order_by("first_name", "username"):
        duty = duties.get(user.pk) or Duty(user=user, agency=agency)
        found.append(Operator(user, name_of(user), duty, presence_of(duty, now), user.load))
    return found


def presence_of(duty: Duty, now: dt.datetime) -> str:
    """`there`, `break`, `off` (a page is open, but the person has not begun) or `gone`."""
    if duty.seen is None or now - duty.seen > HEARD_WITHIN:
        return "gone"
    if duty.available:
        return "there"
    return "break" if is_on_break(duty, now) else "off"


def change_duty(by: StaffContext, user: User, units: Sequence[Unit], languages: Sequence[str], capacity: int) -> None:
    """Say what somebody can serve; for oneself or, by a supervisor, for others."""
    with transaction.atomic():
        duty = stored_duty(user, by.agency)
        before = _as_record(duty)
        Duty.objects.filter(pk=duty.pk).update(languages=list(languages), capacity=capacity)
        duty.units.set(units)
        after = _as_record(Duty.objects.get(pk=duty.pk))
        if before != after:
            audit.record(by, by.agency, "duty.changed", "duty", user.get_username(), before, after)


def _as_record(duty: Duty) -> dict[str, object]:
    return {"units": sorted(unit.key for unit in duty.units.all()), "languages": duty.languages, "capacity": duty.capacity}

"""Where a conversation can be passed on to, and with which others it can be joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bot.catalogue.models import Agency
from bot.desk.duties import Operator, operators
from bot.desk.models import Handoff, Unit
from bot.languages import say
from bot.staff.context import StaffContext
from bot.staff.problem import StaffProblem

_MOST = 20


@dataclass(frozen=True)
class Destination:
    """One place to pass on to: `value` is what the form sends."""

    value: str
    label: str


def destinations(staff: StaffContext, handoff: Handoff) -> list[tuple[str, list[Destination]]]:
    """Colleagues who are there, units other than its own, and other agencies with a desk, in groups."""
    there = [one for one in operators(staff.agency, timezone.now()) if one.presence != "gone" and one.user.pk != staff.user.pk]
    units = [one for one in Unit.objects.filter(agency=staff.agency) if one.pk != handoff.unit_id]
    agencies = Agency.objects.filter(desk_settings__enabled=True).exclude(pk=staff.agency.pk).order_by("key")
    groups = [
        (_("Colleagues who are there"), [Destination(f"person:{one.user.pk}", _described(one)) for one in there]),
        (_("Units"), [Destination(f"unit:{one.pk}", _name(one.name, staff)) for one in units]),
        (_("Other agencies"), [Destination(f"agency:{one.pk}", _name(one.name, staff)) for one in agencies]),
    ]
    return [(label, found) for label, found in groups if found]


def destination(staff: StaffContext, handoff: Handoff, value: str) -> dict[str, Any]:
    """The arguments of `ownership.transfer` for a value of the form.

    Raises:
        StaffProblem: it is none of those offered.
    """
    kind, _colon, number = value.partition(":")
    if not any(value == one.value for _label, found in destinations(staff, handoff) for one in found):
        raise StaffProblem(_("Choose to whom the conversation goes. Who has left in the meantime cannot be chosen any more."))
    if kind == "person":
        return {"to": User.objects.get(pk=number)}
    return {"unit": Unit.objects.get(pk=number)} if kind == "unit" else {"agency": Agency.objects.get(pk=number)}


def mergeable(staff: StaffContext, handoff: Handoff) -> list[Handoff]:
    """Other requests that wait and could be the same one: of the same citizen first, then of the same service, then where a service is
    not known: who writes again on another platform says it in other words."""
    rows = Handoff.objects.filter(agency=staff.agency, state=Handoff.State.WAITING, language=handoff.language).exclude(pk=handoff.pk)
    contact = handoff.conversation.contact_id
    found = list(rows.select_related("conversation").order_by("waiting_since")[:200])
    same = [one for one in found if contact is not None and one.conversation.contact_id == contact]
    others = [one for one in found if one not in same]
    alike = [one for one in others if handoff.service_key and one.service_key == handoff.service_key]
    unclear = [one for one in others if not handoff.service_key or not one.service_key]
    return [*same, *alike, *unclear][:_MOST]


def _described(operator: Operator) -> str:
    state = {"break": _("on a break"), "off": _("not on duty")}.get(operator.presence, _("on duty"))
    return f"{operator.name} ({state}, {operator.load}/{operator.duty.capacity})"


def _name(name: dict[str, str], staff: StaffContext) -> str:
    return say(name, get_language() or "") or say(name, staff.agency.default_language)

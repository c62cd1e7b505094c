"""What stands around every page of the desk: the lists with their counts, the availability switch, and where the page listens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.desk.changes import present_place
from bot.desk.duties import stored_duty
from bot.desk.lists import counts
from bot.desk.models import Duty, Handoff
from bot.desk.ownership import RENEW_SECONDS
from bot.desk.presence import is_on_break
from bot.staff.context import StaffContext
from bot.staff.permissions import Permission


def frame(staff: StaffContext, current: str, handoff: Handoff | None = None, duty: Duty | None = None) -> dict[str, Any]:
    """The context of a page; `current` is the list to which it belongs, or `board`, `statistics`, `settings`."""
    # Before anything else is read: what changes meanwhile is then told by the events.
    place = present_place(staff.agency, handoff)
    found = counts(staff.user, staff.agency)
    duty = duty or stored_duty(staff.user, staff.agency)
    return {
        "duty": duty,
        "on_break": is_on_break(duty, timezone.now()),
        "counts": found,
        "desk_tabs": _tabs(staff, current, found.as_json()),
        "supervisor_tabs": _supervisor_tabs(staff, current) if staff.can(Permission.SUPERVISE) else [],
        "place": str(place),
        "renew_seconds": RENEW_SECONDS,
        "current": current,
    }


def _tabs(staff: StaffContext, current: str, found: dict[str, int]) -> list[dict[str, Any]]:
    desk = reverse("console:desk", args=[staff.agency.key])
    lists = [
        ("waiting", _("Waiting"), f"{desk}?list=waiting"),
        ("mine", _("Mine"), f"{desk}?list=mine"),
        ("open", _("All open"), f"{desk}?list=open"),
        ("callbacks", _("Callbacks"), reverse("console:desk-callbacks", args=[staff.agency.key])),
        ("closed", _("Closed"), f"{desk}?list=closed"),
    ]
    return [
        {"key": key, "label": label, "address": address, "current": key == current, "count": found.get(key)}
        for key, label, address in lists
    ]


def _supervisor_tabs(staff: StaffContext, current: str) -> list[dict[str, Any]]:
    pages = [
        ("board", _("Live board"), "console:desk-board"),
        ("statistics", _("Statistics"), "console:desk-statistics"),
        ("units", _("Units"), "console:desk-units"),
        ("operators", _("Operators"), "console:desk-operators"),
        ("canned", _("Prepared answers"), "console:desk-canned"),
        ("approved", _("Templates"), "console:desk-approved"),
        ("settings", _("Settings"), "console:desk-settings"),
    ]
    return [{"label": label, "address": reverse(name, args=[staff.agency.key]), "current": key == current} for key, label, name in pages]

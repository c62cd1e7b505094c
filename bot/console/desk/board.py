"""The supervisor's live board: what waits and for how long, who serves how many, and giving a conversation to somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.frame import frame
from bot.console.desk.listing import rows_of
from bot.console.desk.objects import handoff_of, number_in
from bot.desk import lists, ownership
from bot.desk.desk_settings import settings_of
from bot.desk.duties import operators
from bot.desk.errors import NotWaiting
from bot.desk.hours import opening_of
from bot.desk.models import Handoff
from bot.desk.routing import overflow_of
from bot.desk.units import units_of
from bot.desk.waiting_again import waits_since
from bot.desk.waiting_times import expected_minutes_by_unit
from bot.staff import audit
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest, name_of
from bot.staff.permissions import Permission


@staff_page(Permission.SUPERVISE)
def board(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The board; for htmx only what changes."""
    context = _context(staff)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "console/desk/board_part.html", context)
    return render(request, "console/desk/board.html", {**frame(staff, "board"), **context})


@staff_page(Permission.SUPERVISE, "POST")
def assign(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Give an open conversation to somebody, whoever has it now."""
    row = handoff_of(staff, handoff)
    wanted = number_in(request, "operator")
    to = next((one.user for one in operators(staff.agency, timezone.now()) if one.user.pk == wanted), None)
    if to is None:
        messages.error(request, _("Choose somebody who serves at this desk."))
    else:
        before = ownership.holder_of(row.pk)
        try:
            ownership.take_from(row.pk, to, staff.user, timezone.now())
        except NotWaiting:
            messages.warning(request, _("This conversation has ended in the meantime."))
        else:
            audit.record(staff, staff.agency, "desk.reassigned", "handoff", str(row.pk), {"operator": before}, {"operator": name_of(to)})
            messages.success(request, _("The conversation is given to %(name)s.") % {"name": name_of(to)})
    return redirect("console:desk-board", agency=staff.agency.key)


def _context(staff: StaffContext) -> dict[str, Any]:
    now = timezone.now()
    settings = settings_of(staff.agency)
    rows = rows_of(staff, lists.all_open(staff.agency).rows, settings)
    waiting = [row for row in rows if row["handoff"].state == Handoff.State.WAITING]
    own_units = {unit.pk: unit for unit in units_of(staff.agency)}
    for row in waiting:
        handoff = row["handoff"]
        handoff.unit = own_units.get(handoff.unit_id)  # with the unit that helps it
        row["helped_by"] = overflow_of(handoff, now)
    people = operators(staff.agency, now)
    expected = expected_minutes_by_unit(staff.agency, now)
    units = [{"unit": unit, "opening": opening_of(unit, now), "expected": expected.get(unit.pk)} for unit in own_units.values()]
    return {
        "rows": rows,
        "settings": settings,
        "waiting": len(waiting),
        "served": len(rows) - len(waiting),
        "longest": max((_waited(row["handoff"], now) for row in waiting), default=None),
        "late": sum(row["clock"].kind == "late" for row in rows),
        "soon": sum(row["clock"].kind == "soon" for row in rows),
        "people": people,
        # Once, and not for each conversation: forty operators and sixty conversations are 2,400 lines.
        "assignable": render_to_string("console/desk/assignable.html", {"people": people}),
        "there": sum(one.presence == "there" for one in people),
        "units": units,
        "now": now,
    }


def _waited(handoff: Handoff, now: Any) -> int:
    return int((now - waits_since(handoff)).total_seconds() // 60)

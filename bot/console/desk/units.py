"""The units of an agency."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.console.desk.unit_forms import UnitForm
from bot.desk import units
from bot.desk.hours import opening_of
from bot.desk.models import Unit
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.SUPERVISE)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """All units, and whether they are open now."""
    now = timezone.now()
    rows = [{"unit": unit, "opening": opening_of(unit, now)} for unit in units.units_of(staff.agency)]
    return render(request, "console/desk/units.html", {**frame(staff, "units"), "rows": rows, "own_language": own_language(staff)})


@staff_page(Permission.SUPERVISE, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponseBase:
    """A new unit."""
    return _edit(request, staff, Unit(agency=staff.agency))


@staff_page(Permission.SUPERVISE, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext, unit: int) -> HttpResponseBase:
    """What a unit serves, and when."""
    return _edit(request, staff, _unit_of(staff, unit))


@staff_page(Permission.SUPERVISE, "POST")
def remove(request: StaffRequest, staff: StaffContext, unit: int) -> HttpResponseBase:
    """Remove a unit; what waits for it then waits for the whole agency."""
    units.remove_unit(staff, _unit_of(staff, unit))
    messages.success(request, _("The unit is removed."))
    return redirect("console:desk-units", agency=staff.agency.key)


def _edit(request: StaffRequest, staff: StaffContext, unit: Unit) -> HttpResponseBase:
    form = UnitForm(request.POST if request.method == "POST" else None, unit, own_language(staff))
    if request.method == "POST" and form.is_valid():
        units.store_unit(staff, *form.filled())
        messages.success(request, _("The unit is saved."))
        return redirect("console:desk-units", agency=staff.agency.key)
    return render(
        request, "console/desk/unit.html", {**frame(staff, "units"), "form": form, "unit": unit, "own_language": own_language(staff)}
    )


def _unit_of(staff: StaffContext, number: int) -> Unit:
    found = Unit.objects.filter(agency=staff.agency, pk=number).select_related("agency", "office", "overflow_to").first()
    if found is None:
        raise Http404
    return found

"""The operators of an agency and what each of them can serve, for supervisors."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.forms import DutyForm
from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.desk.duties import change_duty, operators
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.SUPERVISE)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Everybody who may serve at this desk."""
    people = operators(staff.agency, timezone.now())
    return render(
        request, "console/desk/operators.html", {**frame(staff, "operators"), "people": people, "own_language": own_language(staff)}
    )


@staff_page(Permission.SUPERVISE, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext, operator: int) -> HttpResponseBase:
    """What one of them can serve."""
    found = next((one for one in operators(staff.agency, timezone.now()) if one.user.pk == operator), None)
    if found is None:
        raise Http404
    form = DutyForm(request.POST if request.method == "POST" else None, found.duty, own_language(staff))
    if form.is_valid():
        given = form.cleaned_data
        change_duty(staff, found.user, form.chosen_units(), given["languages"], given["capacity"])
        messages.success(request, _("The duty of %(name)s is saved.") % {"name": found.name})
        return redirect("console:desk-operators", agency=staff.agency.key)
    return render(request, "console/desk/operator.html", {**frame(staff, "operators"), "form": form, "operator": found})

"""What an operator says about themselves: languages, units, how many conversations at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.desk.forms import DutyForm
from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.desk.duties import change_duty, stored_duty
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.CONVERSE, "GET", "POST")
def own(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """One's own duty."""
    duty = stored_duty(staff.user, staff.agency)
    form = DutyForm(request.POST if request.method == "POST" else None, duty, own_language(staff))
    if form.is_valid():
        given = form.cleaned_data
        change_duty(staff, staff.user, form.chosen_units(), given["languages"], given["capacity"])
        messages.success(request, _("Your duty is saved."))
        return redirect("console:desk", agency=staff.agency.key)
    return render(request, "console/desk/duty.html", {**frame(staff, "duty", duty=duty), "form": form})

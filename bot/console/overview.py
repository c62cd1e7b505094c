"""The front pages: the agencies of a person, and the areas of an agency."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bot.console.training.wording import automatic_return
from bot.console.waiting import tasks
from bot.releases.active import returned_lately
from bot.staff.access import signed_in, staff_page
from bot.staff.context import StaffContext, StaffRequest, administrators_of, agencies_of, stopped_agencies_of
from bot.staff.permissions import Permission


@signed_in()
def home(request: StaffRequest) -> HttpResponse:
    """Choose an agency; straight to it when there is one."""
    agencies = agencies_of(request.user)
    if len(agencies) == 1:
        return redirect("console:overview", agency=agencies[0].key)
    stopped = [] if agencies else [{"agency": one, "administrators": administrators_of(one)} for one in stopped_agencies_of(request.user)]
    return render(request, "console/home.html", {"agencies": agencies, "stopped": stopped})


@staff_page(Permission.VIEW_CONTENT)
def overview(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Who am I here, what waits for me, and where can I go."""
    context = {"returned": automatic_return(returned_lately()) if staff.can(Permission.TRAIN) else None, "tasks": tasks(staff)}
    return render(request, "console/overview.html", context)

"""The pages of figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bot.analytics import roll_up
from bot.console.analytics.agencies import page_of_agencies
from bot.console.analytics.pages import PAGES
from bot.console.analytics.reading import Reading, reading
from bot.console.analytics.tiles import tiles
from bot.staff.access import safe_next, staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

# So many new messages are counted while a page is made; more are counted by further requests, and the page says so.
_AT_ONCE = 200
_SECONDS = 2.0


@staff_page(Permission.VIEW_ANALYTICS)
def overview(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The main figures, and how they went from day to day."""
    return _page(request, staff, "analytics")


@staff_page(Permission.VIEW_ANALYTICS)
def volumes(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """When and where citizens write."""
    return _page(request, staff, "analytics-volumes")


@staff_page(Permission.VIEW_ANALYTICS)
def topics(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What citizens ask about."""
    return _page(request, staff, "analytics-topics")


@staff_page(Permission.VIEW_ANALYTICS)
def quality(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """How fast and how well citizens are answered."""
    return _page(request, staff, "analytics-quality")


@staff_page(Permission.VIEW_ANALYTICS)
def agencies(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The agencies side by side, for the administrator of the installation alone."""
    if not staff.user.is_superuser:
        return render(request, "console/errors/not_found.html", status=404)
    asked = request.GET.copy()
    asked["of"] = "all"
    finished = _catch_up()
    shown = reading(staff, asked)
    section, page = page_of_agencies(shown, request.GET.get("page", ""))
    context = {"section": section, "page": page, "query": f"{shown.query}&"}
    return render(request, "console/analytics/agencies.html", {**_frame(staff, shown, "analytics-agencies", finished), **context})


@staff_page(Permission.VIEW_ANALYTICS, "POST")
def catch_up(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Count on for a moment; asked again and again by the page until everything is counted."""
    finished = _catch_up(seconds=_SECONDS, step=roll_up.STEP)
    back = safe_next(request.POST.get("next"))
    if not request.htmx:
        return redirect(back)
    response = render(request, "console/analytics/counting.html", {"finished": finished, "reached": roll_up.reached(), "back": back})
    if finished:
        response["HX-Refresh"] = "true"
    return response


def _page(request: StaffRequest, staff: StaffContext, name: str) -> HttpResponse:
    finished = _catch_up()
    shown = reading(staff, request.GET)
    sections = [part(shown) for part in PAGES[name][1]]
    context = {"sections": sections, "tiles": tiles(shown) if name == "analytics" else []}
    return render(request, "console/analytics/page.html", {**_frame(staff, shown, name, finished), **context})


def _frame(staff: StaffContext, shown: Reading, name: str, finished: bool) -> dict[str, Any]:
    query = f"?{shown.query}" if shown.query else ""
    tabs = [
        {"label": label, "address": reverse(f"console:{one}", args=[staff.agency.key]) + query, "current": one == name}
        for one, (label, _parts) in PAGES.items()
    ]
    if staff.user.is_superuser:
        address = reverse("console:analytics-agencies", args=[staff.agency.key]) + query
        tabs.append({"label": _("Agencies"), "address": address, "current": name == "analytics-agencies"})
    here = reverse(f"console:{name}", args=[staff.agency.key])
    return {
        "reading": shown,
        "tabs": tabs,
        "finished": finished,
        "reached": roll_up.reached(),
        "here_path": here,
        "back": here + query,
        "downloads": f"?{shown.query}&" if shown.query else "?",
        "may_publish": staff.can(Permission.MANAGE_AGENCY),
        "everywhere": shown.agency is None,
        "earlier": shown.period.before(),
    }


def _catch_up(seconds: float = 0.0, step: int = _AT_ONCE) -> bool:
    try:
        return roll_up.roll_up(seconds=seconds, step=step).finished
    except roll_up.Overtaken:
        # Somebody else is counting the same messages at this moment.
        return False

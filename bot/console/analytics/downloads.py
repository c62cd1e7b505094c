"""The tables of the pages as files."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from bot.console.analytics.pages import OF_ALL, TABLES
from bot.console.analytics.reading import reading
from bot.console.analytics.table_files import table_file
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.VIEW_ANALYTICS)
def download(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """One table of the chosen days."""
    shown = reading(staff, request.GET)
    part = (TABLES if shown.agency else TABLES | OF_ALL).get(request.GET.get("table", "days"))
    if part is None:
        raise Http404
    section = part(shown)
    whose = shown.agency.key if shown.agency else "all"
    return table_file(section, request.GET.get("format", "csv"), f"figures-{section.key}-{whose}-{shown.period.first}-{shown.period.last}")

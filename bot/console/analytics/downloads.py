"""The tables of the pages as files."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpResponse

from bot.catalogue.exchange import xlsx_table
from bot.catalogue.exchange.cells import protected, written
from bot.catalogue.exchange.columns import Column
from bot.console.analytics.pages import OF_ALL, TABLES
from bot.console.analytics.reading import reading
from bot.console.analytics.section import Cell, Section
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_page(Permission.VIEW_ANALYTICS)
def download(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """One table as CSV, as CSV with semicolons for an Excel whose decimal sign is the comma, or as a workbook."""
    shown = reading(staff, request.GET)
    part = (TABLES if shown.agency else TABLES | OF_ALL).get(request.GET.get("table", "days"))
    if part is None:
        raise Http404
    section = part(shown)
    wanted = request.GET.get("format", "csv")
    if wanted == "xlsx":
        columns = [Column(name, (name,), "text") for name in section.columns]
        body, kind, ending = xlsx_table.write(columns, section.rows, section.key), _XLSX, "xlsx"
    elif wanted in ("csv", "csv-semicolon"):
        body, kind, ending = _csv(section, ";" if wanted == "csv-semicolon" else ","), "text/csv; charset=utf-8", "csv"
    else:
        raise Http404
    whose = shown.agency.key if shown.agency else "all"
    name = f"{whose}-{section.key}-{shown.period.first}-{shown.period.last}.{ending}"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _csv(section: Section, separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([protected(name) for name in section.columns])
    writer.writerows([_cell(value, separator) for value in row] for row in section.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell, separator: str) -> str:
    if isinstance(value, float):
        return str(value).replace(".", ",") if separator == ";" else str(value)
    return protected(written(value))

"""A table of the pages as a file that an office's programs open."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.http import Http404, HttpResponse

from bot.catalogue.exchange import xlsx_table
from bot.catalogue.exchange.cells import protected, written
from bot.catalogue.exchange.columns import Column
from bot.console.analytics.section import Cell, Section
from bot.console.file_names import attached

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(section: Section, wanted: str, name: str) -> HttpResponse:
    """The table as CSV, as CSV with semicolons for an Excel whose decimal sign is the comma, or as a workbook.

    Raises:
        Http404: there is no such kind of file.
    """
    if wanted == "xlsx":
        columns = [Column(title, (title,), "text") for title in section.columns]
        body, kind, ending = xlsx_table.write(columns, section.rows, section.key), _XLSX, "xlsx"
    elif wanted in ("csv", "csv-semicolon"):
        body, kind, ending = _csv(section, ";" if wanted == "csv-semicolon" else ","), "text/csv; charset=utf-8", "csv"
    else:
        raise Http404
    return attached(body, kind, name, ending=ending)


def _csv(section: Section, separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow([protected(name) for name in section.columns])
    writer.writerows([_cell(value, separator) for value in row] for row in section.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell, separator: str) -> str:
    if isinstance(value, float):
        return str(value).replace(".", ",") if separator == ";" else str(value)
    return value.isoformat() if isinstance(value, dt.date) else protected(written(value))

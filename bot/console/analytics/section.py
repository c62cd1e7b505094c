"""One part of a page: a chart, its description, and the same numbers as a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString

Cell = str | int | float | dt.date | None


@dataclass(frozen=True)
class Section:
    """`key` names the part in addresses. The table's first column is a heading of its row.

    Without rows the page says so, in the words of `none` where that is good news.
    """

    key: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: SafeString | None = None
    none: str = ""

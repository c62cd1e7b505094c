"""How the tables of figures write a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import repeat

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bot.console.analytics.section import Cell
from bot.console.analytics.wording import NOTHING

register = template.Library()


@register.filter
def cell(value: Cell) -> str:
    """A number or a day in the reader's way of writing, a text as it is, and a dash for nothing."""
    if value is None:
        return NOTHING
    if isinstance(value, dt.date):
        return str(date_format(value, "DATE_FORMAT"))
    if not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    if isinstance(value, float):
        # Rounded as the tiles are; `number_format` cuts off.
        return str(floatformat(value, "1g"))
    return str(number_format(value, force_grouping=True))


@register.simple_tag
def table_rows(rows: Iterable[Sequence[Cell]], columns: Sequence[str] = ()) -> SafeString:
    """The rows of a table, the first cell of each as its heading; with the columns' names each cell says its own, for a stacked table.

    In one piece, as a template needs tens of milliseconds for the two thousand cells of a quarter.
    """
    # Without names there is an empty one for each cell.
    labels = [f' data-label="{escape(column)}"' for column in columns[1:]] or repeat("")
    return mark_safe("".join(_row(first, rest, labels) for first, *rest in rows))


def _row(first: Cell, rest: Iterable[Cell], labels: Iterable[str]) -> str:
    cells = "".join(f'<td class="number"{label}>{escape(cell(value))}</td>' for value, label in zip(rest, labels, strict=False))
    return f'<tr><th scope="row">{escape(cell(first))}</th>{cells}</tr>'

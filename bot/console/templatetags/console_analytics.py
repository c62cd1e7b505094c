"""How the tables of figures write a cell."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from bot.console.analytics.section import Cell
from bot.console.analytics.wording import NOTHING

register = template.Library()


@register.filter
def cell(value: Cell) -> str:
    """A number in the reader's way of writing, a text as it is, and a dash for nothing."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return str(number_format(value, 1 if isinstance(value, float) else None, force_grouping=True))

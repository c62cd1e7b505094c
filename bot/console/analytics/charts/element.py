"""The elements that a chart is made of, as safe text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bot.console.analytics.charts.canvas import Canvas


def element(name: str, inside: str | Iterable[SafeString] = "", **attributes: object) -> SafeString:
    """One element; `class_` is written class, and an underscore a hyphen. Text is escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"' for key, value in attributes.items() if value is not None
    )
    content = escape(inside) if isinstance(inside, str) else "".join(inside)
    return mark_safe(f"<{name}{written}>{content}</{name}>")


def number(value: object) -> str:
    """A coordinate without needless digits; everything else as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def drawing(key: str, title: str, about: str, canvas: Canvas, size: tuple[int, int], parts: Iterable[SafeString]) -> SafeString:
    """The whole picture. Its numbers stand in the table beside it, so for a screen reader it is one image with a description."""
    (width, height), key = size, f"{key}-{canvas.name}"
    return format_html(
        '<svg class="chart chart-{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="{}-title" aria-describedby="{}-about">'
        '<title id="{}-title">{}</title><desc id="{}-about">{}</desc>{}</svg>',
        *(canvas.name, width, height, width, height, key, key, key, title, key, about),
        mark_safe("".join(parts)),
    )

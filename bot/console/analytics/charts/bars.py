"""Lying bars with their names: the most frequent first."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString

from bot.console.analytics.charts.canvas import NARROW, WIDE, Canvas, on_both
from bot.console.analytics.charts.element import drawing, element

_WIDEST, _LINE, _BAR = 560, 18, 14
# A telephone gives a long name a second line.
_LINES = {WIDE: 1, NARROW: 2}


@on_both
def bars(canvas: Canvas, key: str, title: str, about: str, rows: Sequence[tuple[str, int]], written: Callable[[float], str]) -> SafeString:
    """The chart; the name stands above its bar, so that it has room in every language."""
    largest = max((value for _, value in rows), default=0) or 1
    width, y = min(canvas.width, _WIDEST), 0
    parts = []
    for label, value in rows:
        for line in in_lines(label, canvas.signs, _LINES[canvas]):
            parts.append(element("text", line, class_="chart-name", x=0, y=y + 15))
            y += _LINE
        length = (width - 70) * value / largest
        parts.append(element("rect", class_="chart-bar", x=0, y=y + 3, width=max(length, 1.0), height=_BAR))
        parts.append(element("text", written(value), class_="chart-text", x=length + 6.0, y=y + 15))
        y += _BAR + 8
    return drawing(key, title, about, canvas, (width, max(y, _LINE)), parts)


def in_lines(label: str, room: int, most: int) -> list[str]:
    """The name in at most so many lines, as far as it fits; a Japanese sign takes the room of two."""
    lines: list[str] = []
    rest = label
    while rest and len(lines) < most - 1:
        fits = shortened(rest, room)
        if fits != rest:
            fits = fits.removesuffix("…")
        # Between words where there are any near the end.
        cut = fits.rfind(" ") + 1 if fits != rest and fits.rfind(" ") > len(fits) // 2 else len(fits)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:]
    return [*lines, shortened(rest, room)] if rest else lines


def shortened(label: str, room: int) -> str:
    """The name as far as it fits; a Japanese sign takes the room of two."""
    for at, sign in enumerate(label):
        room -= 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if room < 0:
            return label[:at] + "…"
    return label

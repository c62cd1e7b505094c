"""Lying bars with their names: the most frequent first."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString

from bot.console.analytics.charts.element import drawing, element

_WIDTH, _ROW, _BAR = 560, 40, 14
_LONGEST = 64


def bars(key: str, title: str, about: str, rows: Sequence[tuple[str, int]], written: Callable[[float], str]) -> SafeString:
    """The chart; the name stands above its bar, so that it has room in every language."""
    largest = max((value for _, value in rows), default=0) or 1
    parts = []
    for at, (label, value) in enumerate(rows):
        y = at * _ROW
        parts.append(element("text", shortened(label), class_="chart-name", x=0, y=y + 15))
        parts.append(element("rect", class_="chart-bar", x=0, y=y + 21, width=max((_WIDTH - 70) * value / largest, 1.0), height=_BAR))
        parts.append(element("text", written(value), class_="chart-text", x=(_WIDTH - 70) * value / largest + 6.0, y=y + 33))
    return drawing(key, title, about, _WIDTH, max(len(rows), 1) * _ROW, parts)


def shortened(label: str) -> str:
    """The name as far as it fits; a Japanese sign takes the room of two."""
    room = _LONGEST
    for at, sign in enumerate(label):
        room -= 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if room < 0:
            return label[:at] + "…"
    return label

"""Hours against weekdays: the darker, the more. The number stands in each field, so nobody has to compare shades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from bot.console.analytics.charts.canvas import Canvas, on_both
from bot.console.analytics.charts.element import drawing, element

_LEFT, _TOP, _ROW = 44, 24, 30
SHADES = 5


@on_both
def heat_map(
    canvas: Canvas, key: str, title: str, about: str, rows: Sequence[str], values: Mapping[tuple[int, int], int], hours: Sequence[str]
) -> SafeString:
    """The chart; `values` by row and hour."""
    largest = max(values.values(), default=0)
    # On a telephone the hours go down and the days across, so that each field has room for its number.
    across, down = (rows, hours) if canvas.is_narrow else (hours, rows)
    cell = (canvas.width - _LEFT - 4) / len(across)
    parts = [
        element("text", name, class_="chart-text", x=_LEFT + cell * (at + 0.5), y=16, text_anchor="middle")
        for at, name in enumerate(across)
    ]
    for at_down, name in enumerate(down):
        y = _TOP + _ROW * at_down
        parts.append(element("text", name, class_="chart-text", x=_LEFT - 8, y=y + 19, text_anchor="end"))
        for at in range(len(across)):
            value = values.get((at, at_down) if canvas.is_narrow else (at_down, at), 0)
            shade = shade_of(value, largest)
            parts.append(element("rect", class_=f"heat heat-{shade}", x=_LEFT + cell * at + 1, y=y + 1, width=cell - 2, height=_ROW - 2))
            if value:
                x = _LEFT + cell * (at + 0.5)
                parts.append(element("text", compact(value), class_=f"heat-text heat-text-{shade}", x=x, y=y + 19, text_anchor="middle"))
    return drawing(key, title, about, canvas, (canvas.width, _TOP + _ROW * len(down) + 4), parts)


def shade_of(value: int, largest: int) -> int:
    """From 0 (nothing) to `SHADES` (the most)."""
    return -(-value * SHADES // largest) if largest and value else 0


def compact(value: int) -> str:
    """A number that fits into a field: 950, 1.2k, 34k."""
    if value < 1000:
        return str(value)
    if value < 9950:
        return f"{value / 1000:.1f}k".replace(".0k", "k")
    return f"{round(value / 1000)}k" if value < 999_500 else f"{value / 1_000_000:.1f}M".replace(".0M", "M")

"""Upright bars: one value for each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString

from bot.console.analytics.charts.axes import HEIGHT, Frame, axes
from bot.console.analytics.charts.canvas import Canvas, on_both
from bot.console.analytics.charts.element import drawing, element
from bot.console.analytics.charts.scale import ticks


@on_both
def columns(
    canvas: Canvas, key: str, title: str, about: str, labels: Sequence[str], values: Sequence[int], written: Callable[[float], str]
) -> SafeString:
    """The chart; `labels` stand below."""
    marks = ticks(max(values, default=0))
    frame = Frame(canvas, marks[-1], len(values))
    parts = list(axes(frame, marks, labels, written))
    for at, value in enumerate(values):
        if value:
            top = frame.y(value)
            parts.append(
                element(
                    "rect",
                    [element("title", f"{labels[at]}: {written(value)}")],
                    class_="chart-bar",
                    x=frame.x(at) - frame.step * 0.4,
                    width=frame.step * 0.8,
                    y=top,
                    height=frame.y(0) - top,
                )
            )
    return drawing(key, title, about, canvas, (canvas.width, HEIGHT), parts)

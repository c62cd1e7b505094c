"""The frame around charts over time: horizontal lines with numbers, and days below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from bot.console.analytics.charts.canvas import Canvas
from bot.console.analytics.charts.element import element
from bot.console.analytics.charts.scale import every

HEIGHT = 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 30


@dataclass(frozen=True)
class Frame:
    """Where values and positions lie in the picture."""

    canvas: Canvas
    largest: float
    count: int

    def y(self, value: float) -> float:
        """The height of a value."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.largest)

    @property
    def step(self) -> float:
        """The width of one position."""
        return (self.canvas.width - LEFT - RIGHT) / max(self.count, 1)

    def x(self, at: int) -> float:
        """The middle of a position."""
        return LEFT + self.step * (at + 0.5)


def axes(frame: Frame, marks: Sequence[float], labels: Sequence[str], written: Callable[[float], str]) -> Iterator[SafeString]:
    """The lines and their labels."""
    for mark in marks:
        y = frame.y(mark)
        yield element("line", class_="chart-line" if mark else "chart-axis", x1=LEFT, x2=frame.canvas.width - RIGHT, y1=y, y2=y)
        yield element("text", written(mark), class_="chart-text", x=LEFT - 6, y=y + 4, text_anchor="end")
    shown = every(len(labels), frame.canvas.labels)
    for at, label in enumerate(labels):
        if at % shown == 0:
            yield element("text", label, class_="chart-text", x=frame.x(at), y=HEIGHT - 8, text_anchor="middle")

"""Lines over time; each has its own dashes and marks, so that nobody needs the colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from bot.console.analytics.charts.axes import HEIGHT, LEFT, Frame, axes
from bot.console.analytics.charts.canvas import Canvas, on_both
from bot.console.analytics.charts.element import drawing, element, number
from bot.console.analytics.charts.scale import every, ticks

_LEGEND = 30
_MARKS = 16
# The line with its mark before a name in the legend, and about how wide letters of 12 pixels are: Latin ones, and Japanese.
_KEY, _SLIM, _WIDE, _LATIN = 34, 6.6, 12.2, 0x2E80


@dataclass(frozen=True)
class Series:
    """One line; None where there is no value, so that the line has a gap there."""

    label: str
    values: tuple[float | None, ...]


@on_both
def lines(
    canvas: Canvas,
    key: str,
    title: str,
    about: str,
    labels: Sequence[str],
    series: Sequence[Series],
    written: Callable[[float], str],
    largest: float | None = None,
) -> SafeString:
    """The chart with its legend; `largest` is the end of the axis, unless the values shall decide."""
    top = max((value for one in series for value in one.values if value is not None), default=0.0)
    marks = [largest * part / 4 for part in range(5)] if largest else ticks(top)
    frame = Frame(canvas, marks[-1], len(labels))
    parts = list(axes(frame, marks, labels, written))
    for at, one in enumerate(series, start=1):
        parts += _line(frame, one, at)
    parts += _legend(canvas, series)
    legend = _LEGEND * (len(series) if canvas.is_narrow and len(series) > 1 else 1)
    return drawing(key, title, about, canvas, (canvas.width, HEIGHT + legend), parts)


def _line(frame: Frame, series: Series, style: int) -> Iterator[SafeString]:
    path, pen_down = [], False
    for at, value in enumerate(series.values):
        if value is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{number(frame.x(at))} {number(frame.y(value))}")
        pen_down = True
    if not path:
        return
    yield element("path", d="".join(path), class_=f"chart-series chart-series-{style}")
    shown = every(len(series.values), _MARKS)
    for at, value in enumerate(series.values):
        # A day between two without a value makes no line, and would not be seen without its mark.
        alone = not any(other is not None for other in (*series.values[max(at - 1, 0) : at], *series.values[at + 1 : at + 2]))
        if value is not None and (at % shown == 0 or alone):
            yield _mark(frame.x(at), frame.y(value), style)


def _mark(x: float, y: float, style: int) -> SafeString:
    name = f"chart-mark chart-mark-{style}"
    if style == 1:
        return element("circle", class_=name, cx=x, cy=y, r=3.5)
    shapes = {2: "M{0} {1}h7v7h-7z", 3: "M{2} {1}l4 7.5h-8z", 4: "M{2} {3}l4.5 4.5l-4.5 4.5l-4.5 -4.5z"}
    shape = shapes.get(style, "M{0} {1}l7 7m0 -7l-7 7")
    return element("path", class_=name, d=shape.format(number(x - 3.5), number(y - 3.5), number(x), number(y - 4.5)))


def _legend(canvas: Canvas, series: Sequence[Series]) -> Iterator[SafeString]:
    if len(series) < 2:
        return
    # Side by side each has the room that its words need; what is left over stands between them.
    widths = [_KEY + sum(_WIDE if ord(sign) > _LATIN else _SLIM for sign in one.label) for one in series]
    between = max((canvas.width - LEFT - sum(widths)) / len(series), 8.0)
    for at, one in enumerate(series):
        # One below the other where they have no room side by side.
        x, y = (0.0, HEIGHT + 14 + _LEGEND * at) if canvas.is_narrow else (LEFT + sum(widths[:at]) + between * at, HEIGHT + 14)
        yield element("path", d=f"M{number(x)} {y}h28", class_=f"chart-series chart-series-{at + 1}")
        yield _mark(x + 14, float(y), at + 1)
        yield element("text", one.label, class_="chart-text", x=x + 34, y=y + 4)

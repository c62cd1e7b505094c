"""The two sizes in which each chart is drawn: for a PC, and for a telephone, where nothing may stand out of sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.utils.safestring import SafeString, mark_safe

P = ParamSpec("P")


@dataclass(frozen=True)
class Canvas:
    """`labels`: so many fit below an axis of days. `signs`: so many fit into a line of a name."""

    name: str
    width: int
    labels: int
    signs: int

    @property
    def is_narrow(self) -> bool:
        """Whether it is a telephone's."""
        return self is NARROW


WIDE = Canvas("wide", 720, 8, 64)
NARROW = Canvas("narrow", 320, 4, 38)


def on_both(draw: Callable[Concatenate[Canvas, P], SafeString]) -> Callable[P, SafeString]:
    """A chart's function, called without a canvas: it draws the chart in both sizes, and the style sheet shows the one that fits."""

    @wraps(draw)
    def drawn(*given: P.args, **named: P.kwargs) -> SafeString:
        return mark_safe(draw(WIDE, *given, **named) + draw(NARROW, *given, **named))

    return drawn

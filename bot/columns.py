"""Tables and ages for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

_UNITS = ((86_400, "days"), (3600, "h"), (60, "min"))


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines whose columns stand under each other."""
    if not rows:
        return []
    widths = [max(_width(row[number]) for row in rows) for number in range(len(rows[0]))]
    return ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def age(seconds: float) -> str:
    """A time that has passed, in its largest unit of which there are at least two."""
    for size, unit in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

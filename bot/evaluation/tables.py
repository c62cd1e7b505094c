"""Tables and percentages in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NAMES = {"id": "Indonesian", "ja": "Japanese"}


def percent(value: float | None, places: int = 1) -> str:
    """A share as a percentage."""
    return "-" if value is None else f"{value * 100:.{places}f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)

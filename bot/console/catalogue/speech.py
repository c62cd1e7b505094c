"""What the pages say about contents: names in the reader's language, values as facts, findings, choices of a merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from bot.console.difference import difference


@dataclass(frozen=True)
class Fact:
    """One line of a value."""

    label: str
    text: str


def named(name: Mapping[str, str] | None) -> str:
    """A name in the page's language, or in one in which there is one."""
    name = name or {}
    return name.get(get_language() or "") or name.get("id") or next(iter(name.values()), "")


def facts(facet: str, value: Any) -> list[Fact]:
    """A facet's value, line by line."""
    if value is None or value in ("", [], {}):
        return []
    return [Fact(one.label, "".join(piece.text for piece in one.pieces)) for one in difference(None, {facet: value})]

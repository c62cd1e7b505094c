"""Finding every text of a document with the path on which it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.languages import Localized

Path = tuple[str | int, ...]

# Citizens' own words: lists by language whose entries are no translations of one another.
_PHRASES = frozenset({"aliases", "examples", "variants"})
_LANGUAGE_KEYS = frozenset({"id", "ja", "ja_easy"})


def localized(node: Any, path: Path = ()) -> Iterator[tuple[Path, Localized]]:
    """Each text in languages below a node, one language or several."""
    if isinstance(node, dict):
        if node and set(node) <= _LANGUAGE_KEYS and all(isinstance(value, str) for value in node.values()):
            yield path, node
            return
        for key, value in node.items():
            if key not in _PHRASES:
                yield from localized(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from localized(value, (*path, index))


def dotted(path: Path) -> str:
    """The path as messages write it: requirements.0.items.2."""
    return ".".join(str(part) for part in path)

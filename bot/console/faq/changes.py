"""What differs between two contents, in the form that console/parts/diff.html shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from bot.console.difference import Changed, Piece, day_words
from bot.console.faq.leading import Leading
from bot.console.faq.words import field_label
from bot.faq.differences import Difference, TextDifference, differences

_KINDS: dict[str, Literal["same", "gone", "new"]] = {"same": "same", "removed": "gone", "added": "new"}


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any], leading: Leading) -> list[Changed]:
    """The fields that differ; None is a content that says nothing."""
    return [changed(one, leading) for one in differences(old or {}, new)]


def changed(difference: Difference, leading: Leading) -> Changed:
    """One field that differs."""
    label = field_label(difference.field, difference.language)
    if isinstance(difference, TextDifference):
        return Changed(label, tuple(Piece(_KINDS[part.change], part.text) for part in difference.parts))
    pieces: list[Piece] = []
    for change, entry in difference.entries:
        pieces.append(Piece(_KINDS[change], day_words(shown(entry, leading))))
        pieces.append(Piece("same", "\n"))
    return Changed(label, tuple(pieces[:-1]))


def shown(value: Any, leading: Leading) -> str:
    """An entry of a list, or a whole field, as text that people can read."""
    if isinstance(value, Mapping):
        return _entry(value, leading)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "\n".join(shown(one, leading) for one in value)
    return str(value or "")


def _entry(entry: Mapping[str, Any], leading: Leading) -> str:
    title = entry.get("title") or ""
    words = [title] if isinstance(title, str) else [text for text in title.values() if text]
    if destination := leading.words(entry):
        words.append(destination)
    address = entry.get("url")
    words += [address] if isinstance(address, str) else list(dict.fromkeys((address or {}).values()))
    return " | ".join([*words, *([day_words(entry["date"])] if entry.get("date") else [])])

"""Two edits of one service in one content, where they touch different facets, or different languages of a text."""

from __future__ import annotations

from typing import Any

from bot.catalogue.editing.content import Content, content_from, fields
from bot.languages import LANGUAGES, is_localized
from bot.three_way import three_way


def merge_of(base: Content | None, mine: Content, theirs: Content) -> tuple[Content, list[tuple[str, str]]]:
    """Both edits in one content, and each facet and language that both changed differently, in which the merge says what `mine` says."""
    merged: Content = {}
    conflicts: list[tuple[str, str]] = []
    for name in fields():
        values = [None if base is None else base.get(name), mine.get(name), theirs.get(name)]
        if any(values) and all(not value or is_localized(value) or _is_words(value) for value in values):
            text: dict[str, Any] = {}
            for language in dict.fromkeys(language for value in values for language in value or ()):
                said, conflict = three_way(base is not None, *((value or {}).get(language) for value in values))
                if said:
                    text[language] = said
                if conflict:
                    conflicts.append((name, language))
            merged[name] = text
        else:
            merged[name], conflict = three_way(base is not None, *values)
            if conflict:
                conflicts.append((name, ""))
    return content_from(merged), conflicts


def _is_words(value: Any) -> bool:
    """Whether a value holds lists by language: other names, examples."""
    return isinstance(value, dict) and set(value) <= set(LANGUAGES) and all(isinstance(words, list) for words in value.values())

"""Two edits of one FAQ in one content, where they touch different fields."""

from __future__ import annotations

from bot.faq.content import FIELDS, Content
from bot.faq.differences import languages_of
from bot.three_way import three_way


def merge_of(base: Content | None, mine: Content, theirs: Content) -> tuple[Content, list[tuple[str, str]]]:
    """Both edits in one content, and each field and language that both changed differently, in which the merge says what `mine` says."""
    merged: Content = {}
    conflicts: list[tuple[str, str]] = []
    for field in FIELDS:
        if isinstance(mine[field], dict):
            merged[field] = {}
            for language in languages_of(theirs[field], mine[field]):
                before = None if base is None else base[field].get(language)
                value, conflict = three_way(base is not None, before, mine[field].get(language), theirs[field].get(language))
                if value:
                    merged[field][language] = value
                if conflict:
                    conflicts.append((field, language))
        else:
            before = None if base is None else base[field]
            merged[field], conflict = three_way(base is not None, before, mine[field], theirs[field])
            if conflict:
                conflicts.append((field, ""))
    return merged, conflicts

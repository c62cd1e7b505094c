"""One value of two edits that began with the same one."""

from __future__ import annotations

from typing import Any, TypeGuard

_NOTHING: tuple[Any, ...] = (None, "", [], {})


def three_way(has_base: bool, base: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """What both edits come to, and whether both changed it differently, in which case it is `mine`.

    Lists of words contradict each other in nothing: what either added is in, what either took out is not. Rows that stayed in their
    places are merged column by column. Without a base what only one of them says is in, and any other difference counts as changed by both.
    """
    if mine == theirs:
        return mine, False
    if not has_base and mine in _NOTHING:
        return theirs, False
    if not has_base and theirs in _NOTHING:
        return mine, False
    if has_base and mine == base:
        return theirs, False
    if has_base and theirs == base:
        return mine, False
    if has_base and _are_words(before := base or []) and _are_words(ours := mine or []) and _are_words(others := theirs or []):
        kept = [one for one in others if one in ours or one not in before]
        return kept + [one for one in ours if one not in before and one not in others], False
    if has_base and _kept_their_places(base, mine) and _kept_their_places(base, theirs):
        return _rows(base, mine, theirs)
    return mine, True


def _kept_their_places(before: Any, after: Any) -> bool:
    """Whether two lists of rows have the same rows in the same order, whatever was written in them."""
    if not (isinstance(before, list) and isinstance(after, list) and len(before) == len(after)):
        return False
    if not all(isinstance(row, dict) for row in (*before, *after)):
        return False
    return not any(row != before[place] and row in before for place, row in enumerate(after))


def _rows(base: list[dict[str, Any]], mine: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> tuple[Any, bool]:
    merged = []
    for columns in zip(base, mine, theirs, strict=True):
        row = {}
        for name in dict.fromkeys(name for one in columns for name in one):
            value, conflict = three_way(True, *(one.get(name) for one in columns))
            if conflict:
                return mine, True
            if value is not None:
                row[name] = value
        merged.append(row)
    return merged, False


def _are_words(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)

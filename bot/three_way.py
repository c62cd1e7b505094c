"""One value of two edits that began with the same one."""

from __future__ import annotations

from typing import Any, TypeGuard


def three_way(has_base: bool, base: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """What both edits come to, and whether both changed it differently, in which case it is `mine`.

    Lists of words contradict each other in nothing: what either added is in, what either took out is not. Without a base a difference
    counts as changed by both.
    """
    if mine == theirs:
        return mine, False
    if has_base and mine == base:
        return theirs, False
    if has_base and theirs == base:
        return mine, False
    if has_base and _are_words(before := base or []) and _are_words(ours := mine or []) and _are_words(others := theirs or []):
        kept = [one for one in others if one in ours or one not in before]
        return kept + [one for one in ours if one not in before and one not in others], False
    return mine, True


def _are_words(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)

"""One value of two edits that began with the same one."""

from __future__ import annotations

from typing import Any


def three_way(has_base: bool, base: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """What both edits come to, and whether both changed it differently, in which case it is `mine`.

    Without a base a difference counts as changed by both.
    """
    if mine == theirs:
        return mine, False
    if has_base and mine == base:
        return theirs, False
    return mine, not (has_base and theirs == base)

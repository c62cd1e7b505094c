"""Two edits of one value."""

from __future__ import annotations

from typing import Any

import pytest

from bot.three_way import three_way

A, B, C = {"amount": 1, "label": "a"}, {"amount": 2, "label": "b"}, {"amount": 3, "label": "c"}
A_DEARER, A_NAMED, A_BOTH = {**A, "amount": 9}, {**A, "label": "x"}, {"amount": 9, "label": "x"}


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "conflict"),
    [
        ([A_DEARER, B], [A_NAMED, B], [A_BOTH, B], False),
        ([A_DEARER, B], [A, {**B, "label": "x"}], [A_DEARER, {**B, "label": "x"}], False),
        # One changed the order, so that a row is not where the other wrote into it.
        ([B, A], [A_NAMED, B], [B, A], True),
        ([A_DEARER, B], [A_NAMED, B, C], [A_DEARER, B], True),
        ([A_DEARER, B], [{**A, "amount": 8}, B], [A_DEARER, B], True),
    ],
)
def test_rows_are_merged_by_column_while_they_are_in_their_places(mine: Any, theirs: Any, merged: Any, conflict: bool) -> None:
    assert three_way(True, [A, B], mine, theirs) == (merged, conflict)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "conflict"),
    [
        ("", "Di atap.", "Di atap.", False),
        ([A], None, [A], False),
        ("Di atap.", "Di lantai 2.", "Di atap.", True),
        (["parkir"], ["garasi"], ["parkir"], True),
        ([A_DEARER, B], [A_NAMED, B], [A_DEARER, B], True),
        # A "no" and an amount of nothing are said.
        (False, True, False, True),
        (0, 50000, 0, True),
    ],
)
def test_what_only_one_says_is_in_where_nobody_knows_with_what_both_began(mine: Any, theirs: Any, merged: Any, conflict: bool) -> None:
    assert three_way(False, None, mine, theirs) == (merged, conflict)

"""The charts draw what they are given."""

from __future__ import annotations

from bot.console.analytics.charts.heat_map import compact, shade_of
from bot.console.analytics.charts.lines import Series, lines
from bot.console.analytics.charts.scale import ticks


def test_a_single_day_between_empty_ones_is_seen() -> None:
    values = tuple(1.0 if at == 5 else None for at in range(40))
    drawn = str(lines("k", "Title", "About", [str(at) for at in range(40)], [Series("A", values)], str))
    assert drawn.count("chart-mark") == 2
    assert "<circle" in drawn


def test_text_of_others_stays_text() -> None:
    drawn = str(lines("k", "<b>", "&", ["<i>"], [Series("<u>", (1.0,)), Series("v", (None,))], str))
    assert not any(tag in drawn for tag in ("<b>", "<i>", "<u>"))


def test_an_axis_begins_at_nothing_and_reaches_the_largest_value() -> None:
    for largest in (0, 0.2, 1, 3, 7, 25, 999, 123_456):
        marks = ticks(largest)
        assert marks[0] == 0
        assert marks[-1] >= largest
        assert len(marks) <= 7


def test_the_most_has_the_darkest_shade_and_nothing_has_none() -> None:
    assert [shade_of(value, 100) for value in (0, 1, 50, 100)] == [0, 1, 3, 5]
    assert [compact(value) for value in (950, 1234, 34_000)] == ["950", "1.2k", "34k"]

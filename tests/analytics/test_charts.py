"""The charts draw what they are given."""

from __future__ import annotations

from bot.console.analytics.charts.bars import in_lines
from bot.console.analytics.charts.heat_map import compact, heat_map, shade_of
from bot.console.analytics.charts.lines import Series, lines
from bot.console.analytics.charts.scale import ticks


def test_a_single_day_between_empty_ones_is_seen() -> None:
    values = tuple(1.0 if at == 5 else None for at in range(40))
    drawn = str(lines("k", "Title", "About", [str(at) for at in range(40)], [Series("A", values)], str))
    # Each mark has two classes, and the chart stands there for a PC and for a telephone.
    assert drawn.count("chart-mark") == 4
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


def test_a_telephone_gets_every_hour_and_day_with_its_number_in_less_width() -> None:
    values = {(day, hour): 100 * day + hour + 1 for day in range(7) for hour in range(24)}
    drawn = str(heat_map("k", "Title", "About", [f"d{day}" for day in range(7)], values, [str(hour) for hour in range(24)]))
    wide, narrow = drawn.split("</svg>")[:2]
    assert 'width="720"' in wide
    assert 'width="320"' in narrow
    for value in values.values():
        assert f">{compact(value)}</text>" in narrow
    assert "k-wide-title" in wide
    assert "k-narrow-title" in narrow


def test_a_long_name_goes_on_in_a_second_line_on_a_telephone() -> None:
    name = "Kartu Identitas Anak untuk anak di bawah lima tahun"
    assert in_lines(name, 64, 1) == [name]
    assert " ".join(in_lines(name, 38, 2)) == name
    assert in_lines("あ" * 30, 38, 2) == ["あ" * 19, "あ" * 11]
    assert in_lines("", 38, 2) == []

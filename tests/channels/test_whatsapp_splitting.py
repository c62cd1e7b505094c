"""Long texts, cut where a reader would pause."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from channels.splitting import split, utf16_units

PIECES = st.sampled_from(
    [
        "KTP",
        "biaya",
        "syarat",
        "手数料は無料です。",
        "住民票、",
        "👨‍👩‍👧",
        "🇮🇩",
        "é",
        "か\u3099",
        "😀",
        "Ya. ",
        "Apa? ",
        " ",
        "\n",
        "\n\n",
        "https://contoh.example/a-b",
        "x" * 40,
    ]
)
TEXTS = st.lists(PIECES, max_size=120).map("".join)


@given(TEXTS, st.integers(20, 200), st.sampled_from([len, utf16_units]))
def test_nothing_but_white_space_is_lost_and_no_part_is_too_long(text: str, longest: int, length: object) -> None:
    measure = len if length is len else utf16_units
    parts = split(text, longest, measure)
    assert all(part.strip() and measure(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert len(parts) <= 1 or measure("".join(parts)) > longest - 100


@given(TEXTS, st.integers(20, 200))
def test_no_visible_character_is_cut(text: str, longest: int) -> None:
    whole = [g for g in regex.findall(r"\X", text) if g.strip()]
    assert [g for part in split(text, longest, utf16_units) for g in regex.findall(r"\X", part) if g.strip()] == whole


@pytest.mark.parametrize(
    ("text", "longest", "parts"),
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("pendek", 10, ["pendek"]),
        ("satu dua\n\ntiga empat\nlima", 16, ["satu dua", "tiga empat\nlima"]),
        ("satu dua tiga\nempat lima", 20, ["satu dua tiga", "empat lima"]),
        ("satu dua tiga\n  - empat lima", 20, ["satu dua tiga", "  - empat lima"]),
        ("Satu dua. Tiga empat lima", 16, ["Satu dua.", "Tiga empat lima"]),
        ("無料です。窓口でどうぞ。", 9, ["無料です。", "窓口でどうぞ。"]),
        ("satu dua tiga empat", 15, ["satu dua tiga", "empat"]),
        ("a bbbbbbbbbbbbbbb", 15, ["a", "bbbbbbbbbbbbbbb"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("👨‍👩‍👧👨‍👩‍👧", 5, ["👨‍👩‍👧", "👨‍👩‍👧"]),
        ("👨‍👩‍👧", 2, ["👨\u200d", "👩\u200d", "👧"]),
        ("satu\r\ndua", 4, ["satu", "dua"]),
    ],
)
def test_it_cuts_at_the_best_pause(text: str, longest: int, parts: list[str]) -> None:
    assert split(text, longest) == parts


def test_a_character_counts_as_the_platform_counts() -> None:
    assert utf16_units("a😀") == 3
    assert split("😀😀", 3, utf16_units) == ["😀", "😀"]


def test_it_says_when_no_character_fits() -> None:
    with pytest.raises(ValueError, match="at most 1"):
        split("😀😀", 1, utf16_units)

"""What a page shows as changed between two versions."""

from __future__ import annotations

import pytest

from bot.faq.content import content_from
from bot.faq.differences import ListDifference, Part, TextDifference, differences, text_parts


def changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(part.change, part.text) for part in text_parts(old, new)]


def test_indonesian_is_compared_word_by_word() -> None:
    assert changes("Di mana parkir sepeda?", "Di mana tempat parkir mobil?") == [
        ("same", "Di mana "),
        ("added", "tempat "),
        ("same", "parkir "),
        ("removed", "sepeda"),
        ("added", "mobil"),
        ("same", "?"),
    ]


def test_words_that_follow_each_other_change_in_one_piece() -> None:
    assert changes("buka pagi hari saja", "buka sore hingga malam saja")[1:3] == [("removed", "pagi hari"), ("added", "sore hingga malam")]


def test_japanese_is_compared_by_runs_of_characters() -> None:
    assert changes("建物の裏です。", "建物の前の広場です。") == [
        ("same", "建物の"),
        ("removed", "裏"),
        ("added", "前の広場"),
        ("same", "です。"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "Ada."),
        ("Ada.", ""),
        ("Satu dua.\n\nTiga", "Satu  dua.\nEmpat tiga"),
        ("市役所の1階です", "区役所の2階の窓口です"),
        ("a b a", "b a b"),
    ],
)
def test_the_parts_make_both_texts(old: str, new: str) -> None:
    parts = text_parts(old, new)
    assert "".join(part.text for part in parts if part.change != "added") == old
    assert "".join(part.text for part in parts if part.change != "removed") == new
    assert all(part.text for part in parts)


def test_each_field_and_language_that_differs_is_named_and_no_other() -> None:
    old = content_from(
        {"question": {"id": "A?", "ja": "あ"}, "answer": {"id": "B"}, "variants": {"id": ["x", "y"]}, "valid_to": "2026-01-31"}
    )
    new = content_from(
        {
            "question": {"id": "A?", "ja": "い"},
            "answer": {"id": "B", "ja": "び"},
            "variants": {"id": ["x", "z", "y"]},
            "tags": ["gedung"],
            "links": [{"title": {"id": "P", "ja": "地"}, "url": {"id": "https://a.example", "ja": "https://b.example"}}],
        }
    )
    assert [(d.field, d.language) for d in differences(old, new)] == [
        ("question", "ja"),
        ("answer", "ja"),
        ("variants", "id"),
        ("tags", ""),
        ("links", ""),
        ("valid_to", ""),
    ]
    found = {d.field: d for d in differences(old, new)}
    assert found["answer"] == TextDifference("answer", "ja", (Part("added", "び"),))
    assert found["variants"] == ListDifference("variants", "id", (("same", "x"), ("added", "z"), ("same", "y")))
    assert found["valid_to"] == ListDifference("valid_to", "", (("removed", "2026-01-31"),))
    assert differences(old, old) == []

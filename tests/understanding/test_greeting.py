"""A greeting with which a message begins."""

from __future__ import annotations

import pytest

from bot.nlu.greeting import only_greets
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    ("text", "greets"),
    [
        ("こんにちは、あ、挨拶がまだでしたね", True),
        ("はじめまして。ベトナムから来ました", True),
        ("おはようさん", True),
        ("こんにちは、住民票はいくらですか", False),
        ("おはようございます。ごみの日はいつ", False),
        ("ごみの日です、こんにちは", False),
    ],
)
def test_what_asks_nothing_is_told_from_a_question(text: str, greets: bool) -> None:
    assert only_greets(normalise(text)) is greets

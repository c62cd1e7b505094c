"""Remarks in the middle of a conversation, which ask nothing."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import normalise
from bot.nlu.remark import Remark, remark_in


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Oh gitu ya", "heard"),
        ("oalah nggih", "heard"),
        ("hmm", "heard"),
        ("へえ、そうなんや", "heard"),
        ("ふーん", "heard"),
        ("なるほどなあ", "heard"),
        ("どうも", "thanks"),
        ("なんや、めんどくさいなあ", "grumble"),
        ("役所はややこしかね", "grumble"),
        ("えっ、ほんとですか？", "doubt"),
        ("本当に14日以内ですか？", None),
        ("手続きって難しいですか", None),
        ("kalau hilang", None),
        ("biayanya", None),
        ("ほんまに？", "doubt"),
        ("費用は", None),
        ("いつまで", None),
        ("母は", None),
    ],
)
def test_a_remark_is_told_from_a_question(text: str, remark: Remark | None) -> None:
    assert remark_in(normalise(text)) == remark

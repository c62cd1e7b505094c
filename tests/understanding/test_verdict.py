"""Words that say whether an answer helped."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import normalise
from bot.nlu.verdict import verdict_in


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("tidak membantu", False),
        ("gak jelas jawabannya", False),
        ("jawabannya ngawur", False),
        ("役に立たない", False),
        ("使えないボットですね", False),
        ("sangat membantu", True),
        ("jawabannya jelas", True),
        ("役に立ちました", True),
        ("わかりやすかったです", True),
        ("saya mau kasih masukan", None),
        ("bisa membantu saya?", None),
        ("意見を送りたい", None),
    ],
)
def test_the_verdict_of_a_short_text(text: str, verdict: bool | None) -> None:
    assert verdict_in(normalise(text)) is verdict


def test_a_long_text_is_a_comment_and_no_verdict() -> None:
    assert verdict_in("petugasnya membantu sekali tetapi antrean di loket dua terlalu lama dan kursinya kurang") is None

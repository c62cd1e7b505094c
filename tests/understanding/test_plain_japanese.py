"""Who asks for やさしい日本語, or writes as those do who have no kanji yet, is recognised."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import normalise
from bot.nlu.plain_japanese import asks_for_plain_japanese, writes_plain_japanese


@pytest.mark.parametrize(
    "text",
    [
        *("やさしい日本語でお願いします", "やさしい にほんご おねがい します", "漢字が読めません", "かんじ むずかしい です"),
        *("簡単な日本語で説明してほしい", "yasashii nihongo de onegai shimasu"),
    ],
)
def test_the_wish_is_heard(text: str) -> None:
    assert asks_for_plain_japanese(normalise(text))


@pytest.mark.parametrize("text", ["やさしい日本語って何ですか", "職員にやさしい日本語で話してほしい", "漢字の名前で登録できますか"])
def test_a_question_about_it_is_a_question(text: str) -> None:
    assert not asks_for_plain_japanese(normalise(text))


@pytest.mark.parametrize("text", ["つま と こども も いっしょ に とどけ できますか", "ざいりゅうカード の じゅうしょ を かえたい です"])
def test_spaced_kana_is_recognised(text: str) -> None:
    assert writes_plain_japanese(text)


@pytest.mark.parametrize(
    "text", ["転入届　マンション　いつまで", "住民票 必要なもの 手数料", "じゅうみんひょう ほしい", "りょうきんは？", "biaya ktp berapa"]
)
def test_key_words_and_short_messages_are_not(text: str) -> None:
    assert not writes_plain_japanese(text)

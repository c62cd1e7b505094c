"""In which language a message is written, and in which one it is answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.language import detect
from bot.nlu.language_request import requested_language
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    "text",
    [
        "住民票の写しはいくらですか",
        "費用は？",
        "ﾏｲﾅﾝﾊﾞｰ",
        "ごみ",
        "KTPをなくした",
        "SIMの更新",
        "juminhyo no utsushi wa ikura desu ka",
        "hikkoshi no tetsuzuki wa doko desuka",
        "nakushita toki wa dou shimasu ka",
        "madoguchi wa nanji made desu ka",
        "arigatou gozaimasu",
        "sumimasen",
    ],
)
def test_japanese_is_recognised_in_script_and_in_romaji(text: str) -> None:
    assert detect(normalise(text)) == "ja"


@pytest.mark.parametrize(
    "text",
    [
        "syarat bikin KTP yang hilang apa aja ya min?",
        "brp biaya SKCK",
        "juminhyo itu apa ya min",
        "urus juminhyo di Fukuoka bayar berapa",
        "mau tanya soal my number card dong",
        "kalau hilang?",
        "piro biayane ganti ktp ilang",
        "SELAMAT PAGI",
        "saya tinggal di Jepang, mau pindah alamat",
        "makasih banyak kak",
    ],
)
def test_indonesian_is_recognised_even_with_japanese_names_in_it(text: str) -> None:
    assert detect(normalise(text)) == "id"


@pytest.mark.parametrize("text", ["biayanya?", "syaratnya", "kantornya?", "jamnya"])
def test_a_lone_word_with_nya_is_indonesian(text: str) -> None:
    assert detect(normalise(text)) == "id"


@pytest.mark.parametrize("text", ["", "123", "🙏🙏", "???", "2", "12:30", "Yamada"])
def test_a_message_without_words_of_either_says_nothing(text: str) -> None:
    assert detect(normalise(text)) is None


def test_english_says_nothing_about_the_two_languages() -> None:
    assert detect(normalise("how much is the passport please")) is None


def test_a_mixed_message_follows_the_script() -> None:
    assert detect(normalise("KTP hilang をなくしました")) == "ja"


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("biaya berapa", {"context": {"fixed_language": "ja", "language": "ja"}}, "ja"),
        ("住民票はいくら", {"context": {"fixed_language": "id"}}, "id"),
        ("住民票はいくら", {"context": {"language": "id"}, "default_language": "id"}, "ja"),
        ("2", {"context": {"language": "ja"}, "default_language": "id"}, "ja"),
        ("🙏", {"default_language": "ja"}, "ja"),
        ("🙏", {}, "id"),
        ("", {"context": None, "default_language": None}, "id"),
    ],
)
def test_the_fixed_language_comes_before_the_message_and_the_message_before_the_conversation(
    text: str, metadata: dict[str, Any], expected: str
) -> None:
    from bot.nlu.evidence import language_of  # here, because it imports all of Rasa

    assert language_of(normalise(text), metadata) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bahasa Jepang dong", "ja"),
        ("pakai bahasa indonesia aja", "id"),
        ("nihongo de onegai shimasu", "ja"),
        ("日本語でお願いします", "ja"),
        ("インドネシア語に変えて", "id"),
        ("日本語からインドネシア語にして", "id"),
        ("dari bahasa Indonesia ganti ke bahasa Jepang", "ja"),
        ("in english please", None),
        ("英語で話せますか", None),
        ("ganti bahasa", "id"),
        ("言葉を変えたい", None),
    ],
)
def test_the_language_asked_for_is_the_one_named_last(text: str, expected: str | None) -> None:
    assert requested_language(normalise(text)) == expected

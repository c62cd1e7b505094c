"""Whatever a keyboard does to a message, the same words come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalise import MAX_CHARACTERS, WORD_JOINER, is_japanese, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ＫＴＰ　ｈｉｌａｎｇ", "ktp hilang"),
        ("ＫＴＰの再発行", "ktpの再発行"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイナンバーカード"),
        ("ﾊﾟｽﾎﾟｰﾄはいくら", "パスポートはいくら"),
        ("手数料は３００円", "手数料は300円"),
        ("費用は？", "費用は?"),
    ],
)
def test_full_and_half_width_become_one_form(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("haloooooo minnn", "halo min"),
        ("siiiim", "sim"),
        ("KTPPPP", "ktp"),
        ("makasiiiih yaaaa", "makasih ya"),
        ("ありがとうううう", "ありがとう"),
        ("すみませーーーん", "すみませーん"),
        ("いくら？？？？", "いくら?"),
        ("berapa!!!???", "berapa!?"),
        ("住民票。。。", "住民票。"),
    ],
)
def test_elongated_letters_and_repeated_signs_are_shortened(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize("word", ["saat", "maaf", "nggak apa-apa", "ハッピー", "いいえ", "passport"])
def test_a_letter_that_a_word_doubles_by_itself_stays_doubled(word: str) -> None:
    assert normalise(word).replace("gak", "nggak") == word


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sy mau bkin ktp yg ilang", "saya mau bikin ktp yang hilang"),
        ("brp byr nya", "berapa bayar nya"),
        ("gmn klo blm pny e-KTP", "gimana kalau belum pny ktp-el"),
    ],
)
def test_short_forms_are_written_out(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize("invisible", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f"])
def test_invisible_characters_vanish(invisible: str) -> None:
    assert normalise(f"k{invisible}t{invisible}p hilang{invisible}") == "ktp hilang"


def test_the_guard_against_commands_vanishes_too() -> None:
    assert normalise(WORD_JOINER + "/greet") == "/greet"


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x1b", "\n", "\t", "\r\n", "\x7f", "\x85"])
def test_control_characters_part_words(control: str) -> None:
    assert normalise(f"ktp{control}hilang") == "ktp hilang"


@pytest.mark.parametrize("nothing", ["", "   ", "\x00\x00", "\u200b\u200b", "\n\n\t"])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert normalise(nothing) == ""


def test_an_emoji_survives_beside_words_and_alone() -> None:
    assert normalise("makasih 🙏🏽") == "makasih 🙏🏽"
    assert normalise("🙏🙏🙏") == "🙏🙏🙏"


def test_a_blank_within_japanese_vanishes_but_not_beside_latin_letters() -> None:
    assert normalise("住民票　の　写し") == "住民票の写し"
    assert normalise("KTP を なくした") == "ktp をなくした"


def test_at_most_300_characters_are_kept() -> None:
    assert len(normalise("ab " * 10_000)) <= MAX_CHARACTERS
    assert len(normalise("住民票" * 10_000)) <= MAX_CHARACTERS
    assert normalise("biaya " + "x y " * 5_000).startswith("biaya ")


def test_a_ligature_that_unfolds_does_not_grow_past_the_cap() -> None:
    # U+FDFA becomes 18 characters under NFKC.
    assert len(normalise("\ufdfa" * 5_000)) <= MAX_CHARACTERS


@given(st.text(max_size=400))
def test_normalising_never_raises_and_leaves_nothing_invisible(text: str) -> None:
    result = normalise(text)
    assert result == result.strip()
    assert "\x00" not in result
    assert "\u200b" not in result
    assert "  " not in result


@given(st.text(alphabet="abcdeghijklmnoprstuwy -あいうえおかきくけこアイウ住民票の写し123?!。", max_size=120))
def test_normalising_twice_changes_nothing_more_of_the_language_seen(text: str) -> None:
    assert is_japanese(normalise(text)) == is_japanese(normalise(normalise(text)))


@pytest.mark.parametrize(
    ("text", "japanese"), [("住民票", True), ("ｶｰﾄﾞ", True), ("ゴミ", True), ("ktp", False), ("123", False), ("🙏", False), ("々", True)]
)
def test_japanese_script_is_seen(text: str, japanese: bool) -> None:
    assert is_japanese(text) is japanese

"""A citizen picks one of the choices shown: by number, by ordinal or by title, in either language."""

from __future__ import annotations

import pytest

from bot.nlu.choice import chosen

TITLES = [("KTP-el baru", "KTP-elの新規発行"), ("KTP-el hilang/rusak", "KTP-elの再発行"), ("Ubah data KTP-el", "KTP-elの記載変更")]


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2.",
        "２",
        "no 2",
        "nomor 2",
        "nmr 2 aja",
        "yang 2",
        "pilih 2",
        "pilihan 2 min",
        "opsi 2",
        "2番",
        "2番で",
        "２番です",
        "2番お願いします",
        "2つ目",
        "2 や",
        "2で。大阪市に移った時や",
        "2、お願いします",
        "Yang nomor dua, Bapak/Ibu, terima kasih",
        "saya pilih nomor 2 karena istri saya yang hilang",
    ],
)
def test_a_number_picks(text: str) -> None:
    assert chosen(text, TITLES) == 1


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("yang pertama", 0),
        ("pertama aja", 0),
        ("paling atas", 0),
        ("yang kedua min", 1),
        ("ke-2", 1),
        ("loro", 1),
        ("yang ketiga", 2),
        ("yang terakhir", 2),
        ("paling bawah", 2),
        ("一番上", 0),
        ("最初の", 0),
        ("いちばん上の", 0),
        ("二つ目", 1),
        ("ふたつめ", 1),
        ("二番", 1),
        ("真ん中", 1),
        ("三つ目でお願い", 2),
        ("最後のやつ", 2),
        ("一番下", 2),
    ],
)
def test_an_ordinal_picks(text: str, index: int) -> None:
    assert chosen(text, TITLES) == index


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("KTP-el baru", 0),
        ("ktp el baru", 0),
        ("KTP-EL HILANG/RUSAK", 1),
        ("KTP-elの再発行", 1),
        ("ktp-elの再発行。", 1),
        ("ubah data ktp-el?", 2),
        ("ＫＴＰ－ｅｌの記載変更", 2),
    ],
)
def test_a_title_picks_in_either_language(text: str, index: int) -> None:
    assert chosen(text, TITLES) == index


def test_katakana_and_hiragana_of_a_title_are_the_same() -> None:
    assert chosen("ごみ", [("Sampah", "ゴミ"), ("Pajak", "税金")]) == 0


@pytest.mark.parametrize("text", ["4", "0", "17", "yang kelima", "五番", ""])
def test_a_number_that_is_not_on_the_list_picks_nothing(text: str) -> None:
    assert chosen(text, TITLES) is None


@pytest.mark.parametrize(
    "text",
    [
        "pertama kali bikin SIM syaratnya apa",
        "KTP pertama kali",
        "anak saya umur 2 tahun mau dibuatkan KIA",
        "anak kedua saya baru lahir, urus akta di mana ya",
        "二人目の子どもが生まれました。何を届ければいいですか",
        "KTP hilang",
        "biayanya?",
        "makasih",
        "2026",
    ],
)
def test_a_sentence_with_a_number_in_it_is_no_choice(text: str) -> None:
    assert chosen(text, TITLES) is None


def test_a_title_that_two_choices_share_picks_neither() -> None:
    assert chosen("ktp", [("KTP", "KTP"), ("ktp", "身分証")]) is None


def test_without_choices_nothing_is_picked() -> None:
    assert chosen("1", []) is None
    assert chosen("yang pertama", []) is None


@pytest.mark.parametrize(
    "text",
    ["2 minggu lalu anak saya lahir", "1.5 juta", "2. eh bukan, maksud saya yang lain", "2、じゃなくて別の件です", "nomor hp saya ganti"],
)
def test_a_number_that_belongs_to_the_sentence_picks_nothing(text: str) -> None:
    assert chosen(text, TITLES) is None

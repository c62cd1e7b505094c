"""What is said in the midst of a talk stays with what is spoken of: events, papers, places, moods."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("agency", "first", "then", "service", "facet", "said"),
    [
        # What the catalogue says of a move of the dog, and not of its owner's.
        ("neyagawa", "犬を飼い始めました", "引っ越してきたときはどうするん", "inu-toroku", "requirements", "前の市区町村の鑑札"),
        ("neyagawa", "保育園に入れたいんやけど", "いつ申し込むん", "hoikusho", "deadline", "前年の秋"),
        ("fukuoka", "児童手当のことを教えてください", "遅れるともらえない？", "jido-teate", "deadline", "15日"),
        ("fukuoka", "国保に入りたいです", "払えそうにないんですが", "kokuho-kanyu", "fee", "軽減"),
        ("fukuoka", "国保に入りたいです", "いつから使えますか", "kokuho-kanyu", "validity", "届け出た日からではなく"),
        ("fukuoka", "介護保険の申請について", "電話で相談できるところはありますか", "kaigo-hoken", "phone", "092-711-6030"),
        ("banyuwangi", "ktp saya patah", "di kecamatan bisa?", "ktp-el-hilang-rusak", "where", "Letkol Istiqlah"),
        ("banyuwangi", "ktp saya patah", "kalo ilang beda ya syaratnya", "ktp-el-hilang-rusak", "requirements", "kepolisian"),
        ("banyuwangi", "mau bikin paspor", "pake akta lahir yg ilang gmn", "paspor-baru", "requirements", "ijazah"),
        ("banyuwangi", "mau bikin paspor", "paspor lama saya hilang kena denda?", "paspor-baru", "fee", "Rp1.000.000"),
        ("banyuwangi", "mau bikin sim c", "tesnya apa aja", "sim-baru", "requirements", "ujian teori"),
    ],
)
def test_it_is_answered_for_what_was_spoken_of(
    chat: NewChat, agency: str, first: str, then: str, service: str, facet: str, said: str
) -> None:
    talk = chat(agency)
    talk.say(first)
    answer = talk.say(then)
    assert answer.services == [service]
    assert facet in answer.facets
    assert said in answer.text


@pytest.mark.parametrize(
    ("agency", "first", "then"),
    [
        ("banyuwangi", "NIB itu apa", "gak punya hp bagus, bisa dibantu di kantor?"),
        ("neyagawa", "母子手帳もらいたい", "里帰り先でも使えるん"),
        ("fukuoka", "生活保護の相談", "恥ずかしくて行けません"),
        ("fukuoka", "国保に入りたいです", "離職票がまだ届いてないんですけど"),
    ],
)
def test_what_is_not_understood_in_the_midst_of_a_talk_is_not_called_foreign(chat: NewChat, agency: str, first: str, then: str) -> None:
    talk = chat(agency)
    spoken_of = talk.say(first).services
    answer = talk.say(then)
    assert (answer.kind, answer.services) == ("service", spoken_of)


@pytest.mark.parametrize("said", ["waduh banyak ya", "ribet banget ya pak", "wah syaratnya banyak juga ya"])
def test_a_grumble_is_heard_and_loses_nothing(chat: NewChat, said: str) -> None:
    talk = chat()
    talk.say("syarat bikin paspor")
    assert talk.say(said).kind == "smalltalk"
    assert talk.say("biayanya berapa").services == ["paspor-baru"]


def test_what_has_run_out_is_no_death(chat: NewChat) -> None:
    assert "Akta kematian" not in chat().say("ktp ibu saya mati mau diperpanjang").text
    assert chat().say("ktp mati mau diperpanjang").services == ["ktp-el-baru"]
    assert chat().say("pajak motor saya mati 2 tahun").services == ["pajak-kendaraan"]
    assert chat().say("bapak saya mati kemarin").services == ["akta-kematian"]


def test_a_word_that_says_which_case_is_looked_for_in_the_faq_spoken_of(chat: NewChat) -> None:
    talk = chat()
    assert talk.say("mau cerai gimana").turn.understanding["faq"] == "cerai-pengadilan-agama"
    assert "Pengadilan Agama" in talk.say("saya muslim").text


def test_who_introduces_himself_is_greeted(chat: NewChat) -> None:
    answer = chat("fukuoka").say("わたしは インドネシアじん です")
    assert answer.kind == "smalltalk"
    assert "まちがえ" not in answer.text

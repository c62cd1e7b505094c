"""Questions about one thing, going back to what was spoken of earlier, and words that name a service without meaning it."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


def test_what_is_asked_for_stands_first(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat kia apa aja")
    answer = talk.say("perlu foto gak")
    assert answer.services == ["kia"]
    assert answer.text.startswith("Ya, itu tercantum dalam syarat:\n• Pas foto anak berwarna ukuran 2x3, 2 lembar")


@pytest.mark.parametrize(
    ("agency", "first", "then", "service"),
    [
        ("fukuoka", "転入届に必要なものは？", "マイナンバーカードも持っていくの？", "tennyu"),
        ("neyagawa", "出生届について教えて", "母子手帳いる？", "shussei"),
        ("banyuwangi", "syarat kia apa aja", "perlu akta lahir gak?", "kia"),
    ],
)
def test_a_document_to_bring_along_is_asked_of_the_service_under_discussion(
    chat: NewChat, agency: str, first: str, then: str, service: str
) -> None:
    talk = chat(agency)
    talk.say(first)
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {"requirements"})
    assert answer.text.startswith(("Ya, itu tercantum dalam syarat:", "はい、必要なものに入っています。", "お尋ねの点について："))


def test_a_new_question_about_such_a_document_is_one_about_its_service(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("転入届に必要なものは？")
    assert talk.say("パスポートの申請に必要なものは何ですか").services == ["passport"]


def test_what_the_notes_say_of_a_thing_answers_a_bare_mention_of_it(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("粗大ごみを出したい")
    answer = talk.say("テレビは？")
    assert answer.services == ["sodai-gomi"]
    assert "テレビ" in answer.text.splitlines()[1]
    assert "情報は、こちらにありません" not in answer.text


@pytest.mark.parametrize(
    ("agency", "turns", "service"),
    [
        ("banyuwangi", ["bikin akta kelahiran", "syarat kk baru", "yang akta tadi, telatnya maksimal kapan"], "akta-kelahiran"),
        ("banyuwangi", ["biaya skck", "perpanjang sim syaratnya", "balik ke skck tadi, buka jam berapa"], "skck"),
        ("fukuoka", ["住民票の写しがほしい", "印鑑登録の手数料は", "さっきの住民票、どこで取れますか"], "juminhyo"),
    ],
)
def test_one_can_go_back_to_what_was_spoken_of_earlier(chat: NewChat, agency: str, turns: list[str], service: str) -> None:
    talk = chat(agency)
    for turn in turns[:-1]:
        talk.say(turn)
    assert talk.say(turns[-1]).services == [service]


def test_a_name_that_fits_the_service_under_discussion_does_not_leave_it(chat: NewChat) -> None:
    talk = chat()
    talk.say("perpanjang sim berapa")
    assert talk.say("kalau sim a?").services == ["sim-perpanjangan"]


def test_the_other_document_named_is_meant_for_the_same_case(chat: NewChat) -> None:
    talk = chat()
    talk.say("ganti nama di ktp syaratnya apa")
    assert talk.say("bukan, maksud saya di kk").services == ["kk-perubahan"]


@pytest.mark.parametrize(
    ("agency", "said", "service"),
    [
        ("fukuoka", "東区から西区に引っ越しました", "tenkyo"),
        ("fukuoka", "大阪から福岡に引っ越しました", "tennyu"),
        ("neyagawa", "寝屋川から枚方に引っ越します", "tenshutsu"),
        ("banyuwangi", "pindah dari banyuwangi ke malang syaratnya apa", "pindah-keluar"),
        ("banyuwangi", "dari jember mau pindah ke banyuwangi syaratnya apa", "pindah-datang"),
    ],
)
def test_the_direction_of_a_move_tells_the_service(chat: NewChat, agency: str, said: str, service: str) -> None:
    assert chat(agency).say(said).services == [service]


def test_a_question_after_choices_is_asked_of_those_choices(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya skck")
    talk.say("urus kk")
    answer = talk.say("bayar berapa?")
    assert answer.turn.understanding["decision"] == "choices"
    assert all(payload.get("facets") == ["fee"] for payload in answer.payloads if payload["type"] == "service")
    assert {payload["service"] for payload in answer.payloads if payload["type"] == "service"} >= {"kk-baru", "kk-perubahan"}


def test_what_to_do_first_is_that_of_the_event_spoken_of(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("父が昨日亡くなりました")
    answer = talk.say("まず何をしたらいいですか")
    assert answer.turn.understanding["life_event"] == "death"


def test_an_faq_about_a_thing_to_bring_keeps_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat kia apa aja")
    assert talk.say("perlu materai?").turn.understanding["faq"] == "fotokopi-meterai"
    assert talk.say("biayanya?").services == ["kia"]


def test_a_way_to_get_it_is_not_the_service_of_that_way(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("課税証明の手数料は")
    answer = talk.say("コンビニでもいける？")
    assert (answer.services, answer.facets) == (["zeimu-shomei"], {"online"})


@pytest.mark.parametrize("said", ["母が認知症かもしれません", "取りに来てもらえるん、家の中まで"])
def test_harmless_sentences_are_no_cry_for_help(chat: NewChat, said: str) -> None:
    assert chat("neyagawa").say(said).kind != "distress"


def test_a_paper_that_something_has_happened_to_is_replaced_however_odd_the_story(chat: NewChat) -> None:
    for told in ("kk dimakan rayap, gimana", "kk saya dimakan rayap"):
        assert chat("banyuwangi").say(told).services == ["kk-hilang-rusak"]
    assert chat("banyuwangi").say("laptop saya rusak").decision == "refuse"


def test_a_word_taken_for_a_slip_of_the_keyboard_hides_no_cry_for_help(chat: NewChat) -> None:
    answer = chat("banyuwangi").say("capek bang, pengen nyerah sama idup aja")
    assert answer.decision == "handoff"
    assert "112" in answer.text

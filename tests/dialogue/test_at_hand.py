"""Messages that name something else and stay with the matter: what is not at hand, what cannot be paid, where to complain."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("agency", "first", "then", "service", "facet", "said"),
    [
        ("banyuwangi", "mau bikin paspor buat ibu saya", "ibu saya gak punya akta lahir, gimana", "paspor-baru", "requirements", "ijazah"),
        (
            "fukuoka",
            "住民票の写しがほしいんですけど",
            "マイナンバーカード忘れたらどうなりますか",
            "juminhyo",
            "requirements",
            "マイナンバーカード",
        ),
        ("neyagawa", "犬を飼い始めました", "登録せなあかんの？", "inu-toroku", "overview", "義務"),
        ("fukuoka", "国保に入る手続きはどこですか", "払えないときは相談できますか", "kokuho-kanyu", "fee", "軽減"),
        ("banyuwangi", "anak saya belum punya KIA", "syarat lengkapnya apa", "kia", "requirements", "akta kelahiran"),
    ],
)
def test_it_stays_with_what_was_spoken_of(chat: NewChat, agency: str, first: str, then: str, service: str, facet: str, said: str) -> None:
    talk = chat(agency)
    talk.say(first)
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {facet})
    assert said in answer.text


def test_what_is_wanted_and_not_only_missing_is_gone_on_to(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau bikin paspor")
    assert talk.say("cara bikin akta kelahiran gimana").services == ["akta-kelahiran"]


def test_where_to_complain_is_no_question_for_the_place_of_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("petugas bisa datang ke rumah nenek?")
    assert talk.say("kalau gak direspon ngadu ke mana").kind == "complaint"


def test_a_service_that_is_named_is_no_event_of_a_life(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("国保に入る手続きはどこですか")
    assert talk.say("年金も何か手続きがいりますか").services == ["kokumin-nenkin"]


def test_how_much_right_after_a_choice_asks_which_of_them(chat: NewChat) -> None:
    talk = chat("fukuoka")
    offered = talk.say("国保")
    assert offered.decision == "choices"
    answer = talk.say("いくら はらいますか")
    assert (answer.decision, answer.titles, answer.facets) == ("choices", offered.titles, {"fee"})


@pytest.mark.parametrize(
    ("first", "then", "facet"),
    [
        ("じゅうしょの とうろくは どこですか。ベトナムじんです", "おかねは？", "fee"),
        ("てんにゅうとどけは どこですか", "くやくしょで なにが いりますか", "requirements"),
    ],
)
def test_learners_write_hiragana_alone(chat: NewChat, first: str, then: str, facet: str) -> None:
    talk = chat("fukuoka")
    spoken_of = talk.say(first).services
    answer = talk.say(then)
    assert (answer.services, answer.facets) == (spoken_of, {facet})


def test_whose_it_is_changes_nothing_of_what_is_named(chat: NewChat) -> None:
    assert chat().say("stnk saya hilang").turn.understanding["faq"] == "mutasi-kendaraan"


def test_what_comes_first_after_a_list_of_steps_is_told_by_the_list(chat: NewChat) -> None:
    talk = chat()
    told = talk.say("bojoku mau mbengi nglairake, alhamdulillah lanang")
    assert told.kind == "life_event"
    assert talk.say("yang pertama diurus apa dulu").titles == told.titles


def test_who_was_robbed_at_the_market_hears_what_to_do_about_the_lost_cards(chat: NewChat) -> None:
    answer = chat().say("pagi min, dompet saya kemarin kecopetan di pasar, kartu penduduk ikut raib")
    assert (answer.kind, answer.turn.understanding["life_event"]) == ("life_event", "lost-documents")


def test_what_to_bring_right_after_a_list_of_steps_asks_for_which_of_them(chat: NewChat) -> None:
    talk = chat()
    told = talk.say("bojoku mau mbengi nglairake, alhamdulillah lanang")
    answer = talk.say("syaratnya sama biayanya")
    assert (answer.decision, answer.facets) == ("choices", {"requirements", "fee"})
    assert set(told.titles) <= set(answer.titles)

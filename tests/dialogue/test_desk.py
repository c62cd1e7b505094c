"""What the actions ask of the desk, with the real model, and the dialogue as it begins afresh after a person."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.catalogue.models import Agency
from bot.desk.citizen.ending import tidy
from bot.desk.citizen.sayings import is_danger
from bot.desk.models import DeskSettings, Handoff
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import Chat

Reason, Urgency = Handoff.Reason, Handoff.Urgency


@pytest.fixture
def desk(content: None) -> Iterator[None]:
    """Banyuwangi has a desk."""
    made = DeskSettings.objects.create(agency=Agency.objects.get(key="banyuwangi"), enabled=True)
    yield
    made.delete()


@pytest.mark.parametrize(("agency", "words"), [("banyuwangi", "mau bicara dengan petugas"), ("fukuoka", "職員と話したい")])
def test_the_wish_for_a_person_is_a_typed_request(chat: NewChat, agency: str, words: str) -> None:
    request = chat(agency).say(words).turn.handoff
    assert request is not None
    assert (request.reason, request.urgency, request.is_wish) == (Reason.ASKED, Urgency.NORMAL, True)


@pytest.mark.parametrize(
    ("agency", "words", "answer"),
    [
        ("banyuwangi", "berapa biaya akta lahir? mau tanya petugas langsung aja", "gratis"),
        ("banyuwangi", "tolong sambungkan ke petugas, mau tanya syarat akta kematian", "Syarat Akta kematian"),
        ("fukuoka", "住民票の手数料はいくらですか？職員に直接聞きたいです", "「住民票の写し」の手数料"),
    ],
)
def test_what_is_asked_along_with_the_wish_is_answered(chat: NewChat, desk: None, agency: str, words: str, answer: str) -> None:
    said = chat(agency).say(words)
    assert answer in said.text
    request = said.turn.handoff
    assert request is not None
    assert request.reason == Reason.ASKED
    # Fukuoka has no desk here: there the way to its staff stands behind the answer.
    assert request.answers == (agency == "banyuwangi")
    assert ("職員へのご相談は" in said.text) == (agency == "fukuoka")
    assert said.titles == [] or agency == "fukuoka"


@pytest.mark.parametrize(
    "words", ["KTP saya hilang, mau bicara dengan petugas", "minta bicara dengan petugas, SKCK saya sudah 2 minggu belum jadi"]
)
def test_who_only_tells_what_for_hears_nothing_else(chat: NewChat, desk: None, words: str) -> None:
    request = chat().say(words).turn.handoff
    assert request is not None
    assert not request.answers


@pytest.mark.parametrize(
    ("agency", "words", "service"),
    [
        ("banyuwangi", "petugas tolong, akta anak saya salah nama", ""),
        ("banyuwangi", "tolong petugas, nama di akta kelahiran anak saya keliru", "akta"),
        ("fukuoka", "担当者お願いします、子どもの名前が間違って登録されてます", ""),
        ("fukuoka", "戸籍の名前が間違っています。担当者お願いします", ""),
    ],
)
def test_who_asks_for_a_person_and_names_the_matter_gets_the_person(chat: NewChat, agency: str, words: str, service: str) -> None:
    said = chat(agency).say(words)
    request = said.turn.handoff
    assert request is not None
    assert (request.reason, request.is_wish) == (Reason.ASKED, True)
    assert service in request.service


def test_the_request_tells_what_was_spoken_of(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat bikin SKCK apa aja?")
    request = talk.say("mau bicara dengan petugas").turn.handoff
    assert request is not None
    assert request.service == "skck"
    assert request.slots["facets"] == ["requirements"]


def test_what_was_spoken_of_from_the_beginning_is_told_after_a_long_conversation(chat: NewChat) -> None:
    talk = chat()
    for words in ("syarat bikin SKCK apa aja?", "biayanya?", "berapa lama jadinya?", "di mana?", "biayanya?", "terima kasih"):
        talk.say(words)
    request = talk.say("mau bicara dengan petugas").turn.handoff
    assert request is not None
    assert request.service == "skck"


@pytest.mark.parametrize(
    ("agency", "words"), [("banyuwangi", "saya sudah tidak punya alasan untuk hidup"), ("fukuoka", "もう生きている意味がないんです")]
)
def test_danger_that_no_list_of_words_holds_is_heard_without_an_answer(chat: NewChat, agency: str, words: str) -> None:
    assert not is_danger(words)
    talk = chat(agency)
    talk.say("syarat bikin SKCK apa aja?" if agency == "banyuwangi" else "印鑑登録に必要なものは？")
    before = dict(talk.citizens.trackers)
    assert talk.citizens.only_read(talk.name, words, agency)["kind"] == "distress"
    calm = "baik, terima kasih" if agency == "banyuwangi" else "わかりました"
    assert talk.citizens.only_read(talk.name, calm, agency)["kind"] != "distress"
    assert talk.citizens.trackers == before
    answer = talk.say("biayanya?" if agency == "banyuwangi" else "費用は？")
    assert answer.facets == {"fee"}, "the dialogue goes on where it was"


@pytest.mark.parametrize(("agency", "words"), [("banyuwangi", "saya mau bunuh diri"), ("fukuoka", "もう死にたい")])
def test_danger_goes_first_and_the_numbers_are_said_at_once(chat: NewChat, agency: str, words: str) -> None:
    answer = chat(agency).say(words)
    assert any(sign.isdigit() for sign in answer.text)
    request = answer.turn.handoff
    assert request is not None
    assert (request.reason, request.urgency) == (Reason.DISTRESS, Urgency.DANGER)


def test_a_complaint_calls_for_a_person_only_in_anger(chat: NewChat) -> None:
    calm = chat().say("saya mau mengadu, pelayanan di loket lambat")
    angry = chat().say("saya mau mengadu, pelayanan di loket payah sekali, petugasnya tidak becus, saya sangat kecewa")
    assert calm.kind == angry.kind == "complaint"
    assert calm.turn.handoff is None
    assert angry.turn.handoff is not None
    assert (angry.turn.handoff.reason, angry.turn.handoff.urgency) == (Reason.COMPLAINT, Urgency.RAISED)


def test_after_two_failures_a_person_is_offered_and_not_forced(chat: NewChat) -> None:
    talk = chat()
    for words in ("siapa pemenang piala dunia kemarin", "resep rendang dong"):
        answer = talk.say(words)
        assert answer.turn.handoff is None
    assert answer.titles[0] == "Bicara dgn petugas"
    request = talk.press_title(answer, "Bicara dgn petugas").turn.handoff
    assert request is not None
    assert request.reason == Reason.NOT_UNDERSTOOD


def test_with_a_desk_a_complaint_leads_to_a_person_and_the_wish_leaves_nothing_to_repeat(chat: NewChat, desk: None) -> None:
    talk = chat()
    complaint = talk.say("saya mau mengadu, pelayanan di loket lambat")
    assert "tidak bisa meneruskan" not in complaint.text
    assert "Bicara dgn petugas" in complaint.titles
    talk.say("mau bicara dengan petugas")
    assert "belum ada petugas" not in talk.say("tolong ulangi").text


def afresh(talk: Chat, service: str = "") -> None:
    """A person has served the citizen and given the conversation back."""
    key = f"tracker:{talk.name}"
    talk.citizens.trackers[key] = tidy(talk.citizens.trackers.get(key), service)


def test_after_a_person_the_dialogue_knows_the_service_and_nothing_else(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat bikin SKCK apa aja?")
    talk.say("saya mau kasih masukan tentang bot ini")
    afresh(talk)
    slots = json.loads(talk.citizens.trackers[f"tracker:{talk.name}"])["slots"]
    assert set(slots) == {"service", "facets", "language"}
    # The form that was open does not swallow the question.
    assert "Rp30.000" in talk.say("biayanya?").text


def test_after_a_person_the_service_is_the_one_that_was_settled(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat bikin KTP baru apa aja?")
    afresh(talk, "skck")
    assert "Rp30.000" in talk.say("biayanya?").text


def test_a_number_typed_after_a_person_picks_nothing_that_was_offered_before(chat: NewChat) -> None:
    talk = chat()
    talk.say("daftar layanan")
    afresh(talk)
    assert talk.say("1").kind != "list"


def test_a_first_conversation_can_begin_with_a_person(chat: NewChat) -> None:
    talk = chat()
    afresh(talk)
    assert "Rp30.000" in talk.say("biaya SKCK?").text

"""What citizens say between their questions, and questions that only what was spoken of explains."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


def test_a_death_told_outright_is_answered_with_what_to_do_and_by_when(chat: NewChat) -> None:
    talk = chat("neyagawa")
    assert talk.say("母が亡くなりました").kind == "life_event"
    deadlines = talk.say("いつまでに")
    assert (deadlines.kind, deadlines.facets) == ("life_event", {"deadline"})
    assert "7日以内" in deadlines.text


@pytest.mark.parametrize(
    ("agency", "question", "remark", "then", "service"),
    [
        ("neyagawa", "タンスを捨てたい", "どうも", "料金は", "sodai-gomi"),
        ("fukuoka", "住民票の写しがほしい", "へえ、そうなんや", "手数料は", "juminhyo"),
        ("banyuwangi", "syarat SKCK apa aja", "oh gitu ya", "biayanya?", "skck"),
    ],
)
def test_a_remark_is_heard_and_loses_nothing(chat: NewChat, agency: str, question: str, remark: str, then: str, service: str) -> None:
    talk = chat(agency)
    talk.say(question)
    assert talk.say(remark).intent in {"affirm", "thank"}
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {"fee"})


def test_the_card_to_change_after_a_birth_is_the_one_that_exists(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat akta kelahiran")
    assert talk.say("terus KK-nya gimana").services == ["kk-perubahan"]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("nama adik mau dicabut dari kk, syaratnya apa", "kk-perubahan"),
        ("ktp saya jatuh ke sungai, syaratnya apa", "ktp-el-hilang-rusak"),
    ],
)
def test_the_case_tells_which_of_a_family_is_meant(chat: NewChat, text: str, service: str) -> None:
    assert chat().say(text).services == [service]


def test_words_for_handing_in_alone_offer_what_can_be_handed_in(chat: NewChat) -> None:
    answer = chat("neyagawa").say("届けを出したい")
    assert answer.decision == "choices"
    assert "shussei" in answer.services

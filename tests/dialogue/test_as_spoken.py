"""Conversations in Japanese as citizens hold them: what happened, greetings, grumbles, two questions in one, follow-ups on an FAQ."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize("said", ["父が亡くなりました", "母が亡くなりました", "おやじが死んだ"])
def test_what_happened_is_answered_with_all_that_is_to_be_done(chat: NewChat, said: str) -> None:
    answer = chat("fukuoka").say(said)
    assert answer.kind == "life_event"
    assert answer.text.startswith("家族が亡くなったとき\nお悔やみ申し上げます。")


def test_after_a_list_the_name_of_a_family_means_the_step_of_it(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("母が亡くなりました")
    assert talk.say("国民健康保険の分は").services == ["kokuho-dattai"]
    assert "加入者が亡くなったときも14日以内" in talk.say("いつまでにせないかんと？").text


def test_deadlines_after_a_death_are_those_of_the_death(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("母が亡くなりました")
    text = talk.say("いつまでにせないかんと？").text
    assert text.startswith("家族が亡くなったとき：期限")
    assert "国民年金は14日以内、厚生年金は10日以内" in text
    assert "退職" not in text


@pytest.mark.parametrize("said", ["こんにちは、あ、さっき言うの忘れとったわ", "はじめまして。ベトナムから来ました。技能実習生です"])
def test_a_greeting_with_something_behind_it_is_greeted(chat: NewChat, said: str) -> None:
    assert chat("neyagawa").say(said).intent == "greet"


def test_a_question_behind_a_greeting_is_answered(chat: NewChat) -> None:
    assert chat("neyagawa").say("はじめまして。住民票の写しをとりたいです").services == ["juminhyo"]


def test_a_grumble_is_no_foreign_question(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("印鑑登録に必要なものは？")
    answer = talk.say("うわ、めんどくさいなあ")
    assert answer.text.startswith("お手数をおかけします。")
    assert talk.say("いくら？").services == ["inkan-toroku"]


def test_two_things_asked_in_one_breath_are_both_answered(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("婚姻届を出したい")
    answer = talk.say("持ってくもんとお金は")
    assert (answer.services, answer.facets) == (["konin"], {"requirements", "fee"})


def test_a_question_about_an_faq_gets_the_sentence_that_answers_it(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("在留カードをなくしました")
    assert "手数料はかかりません。" in talk.say("お金はいりますか").text
    assert "入管" in talk.say("どうしたらいいですか").text


def test_a_locked_card_is_no_complaint(chat: NewChat) -> None:
    answer = chat("fukuoka").say("暗証番号を3回間違えてロックされた")
    assert answer.kind == "faq"
    assert "再設定" in answer.text


def test_a_changed_name_is_asked_of_the_card_and_not_of_a_new_one(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("婚姻届はいくら")
    assert "書き換えてもらって" in talk.say("えっ、じゃあ名字変わったらマイナンバーカードは？").text
    assert "手数料はかかりません" in talk.say("それお金かかる？").text


def test_a_cancelled_move_cancels_no_talk(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("転出届いつまで？")
    assert "引っ越しを取りやめたときは" in talk.say("転出を取り消したい").text


def test_of_a_subject_its_services_are_offered(chat: NewChat) -> None:
    answer = chat("fukuoka").say("子育ての支援って何があると")
    assert answer.decision == "choices"
    assert {"jido-teate", "hoikusho"} <= set(answer.services)


def test_a_seal_is_a_thing_to_bring_while_another_matter_is_spoken_of(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("マイナンバーカード申請したい")
    answer = talk.say("印鑑はいるん")
    assert (answer.services, answer.facets) == (["mynumber-card-shinsei"], {"requirements"})


def test_a_job_that_ends_ends_no_talk(chat: NewChat) -> None:
    talk = chat("neyagawa")
    assert talk.say("会社やめてん").text.startswith("仕事をやめたとき")
    assert talk.say("保険どないしたらええん").services == ["kokuho-kanyu"]
    talk.say("年金は？")
    assert "免除" in talk.say("払われへんときは？").text


def test_who_doubts_an_answer_hears_what_it_rests_on(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("住民票の写しはいくら")
    assert talk.say("ほんまに？").text.startswith("はい。登録されている情報と、その出典にもとづく")
    assert talk.say("どこで？").services == ["juminhyo"]


def test_what_staff_have_answered_goes_before_a_document_that_is_named(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("転入届について")
    assert talk.say("住民票移さないとだめですか").text.startswith("はい。引っ越したときの届出は")


def test_a_condition_of_the_fee_is_looked_for_in_the_fee(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("保育園の保育料はいくら")
    assert "住民税額" in talk.say("えっ、収入で変わるん？").text
    assert "ひとり親世帯" in talk.say("うちは母子家庭やけど安くなる？").text


def test_who_lost_something_at_a_market_asks_for_no_counter_there(chat: NewChat) -> None:
    assert chat().say("dompet hilang di pasar, kartu identitas juga").services != ["pasar-pelayanan-publik"]


def test_two_things_in_one_breath_are_both_told(chat: NewChat) -> None:
    talk = chat()
    talk.say("akta kematian")
    assert talk.say("berkasnya apa & diurus di mana").facets == {"requirements", "where"}

"""Feedback about the bot: asked for once, masked, stored for staff; a question in its place is a question."""

from __future__ import annotations

from bot.desk.models import Feedback
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import Citizens


def newest(count_before: int) -> Feedback:
    assert Feedback.objects.count() == count_before + 1
    return Feedback.objects.select_related("agency").latest("pk")


def test_a_comment_is_asked_for_and_stored(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    asked = talk.say("saya mau kasih masukan tentang bot ini")
    assert asked.kind == "feedback"
    assert "batal" in asked.text
    assert Feedback.objects.count() == before
    assert "sudah kami catat" in talk.say("botnya bagus tapi kadang lambat").text
    stored = newest(before)
    assert stored.comment == "botnya bagus tapi kadang lambat"
    assert stored.agency.key == "banyuwangi"
    assert stored.helpful is None


def test_a_comment_in_japanese_is_stored(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat("fukuoka")
    talk.say("このボットの感想を送りたい")
    assert "ご意見を記録しました" in talk.say("とても分かりやすかったです").text
    stored = newest(before)
    assert (stored.comment, stored.agency.key) == ("とても分かりやすかったです", "fukuoka")


def test_the_form_is_closed_afterwards(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    talk.say("botnya bagus tapi kadang lambat")
    assert "Rp30.000" in talk.say("biaya SKCK?").text
    talk.say("makasih")
    assert Feedback.objects.count() == before + 1


def test_feedback_can_be_given_a_second_time(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    for comment in ("botnya bagus tapi kadang lambat", "sekarang sudah lebih cepat"):
        talk.say("saya mau kasih masukan tentang bot ini")
        talk.say(comment)
    assert Feedback.objects.count() == before + 2
    assert Feedback.objects.latest("pk").comment == "sekarang sudah lebih cepat"


def test_a_question_instead_of_a_comment_is_answered_and_not_stored(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    answer = talk.say("syarat bikin SKCK apa aja ya?")
    assert "Syarat SKCK" in answer.text
    assert Feedback.objects.count() == before
    assert "Rp30.000" in talk.say("biayanya?").text


def test_a_japanese_question_instead_of_a_comment_is_answered_and_not_stored(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat("fukuoka")
    talk.say("このボットの感想を送りたい")
    assert "「住民票の写し」" in talk.say("住民票の写しはいくらですか").text
    assert Feedback.objects.count() == before


def test_never_mind_ends_it_without_storing(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    assert "dibatalkan" in talk.say("batal").text
    assert Feedback.objects.count() == before
    assert talk.say("biaya SKCK?").kind == "service"


def test_never_mind_in_japanese_ends_it_without_storing(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat("fukuoka")
    talk.say("このボットの感想を送りたい")
    assert "取りやめました" in talk.say("やめる").text
    assert Feedback.objects.count() == before


def test_the_buttons_of_the_form_store_what_they_say(chat: NewChat) -> None:
    for title, helpful in (("Membantu", True), ("Kurang membantu", False)):
        before, talk = Feedback.objects.count(), chat()
        asked = talk.say("saya mau kasih masukan tentang bot ini")
        assert "sudah kami catat" in talk.press_title(asked, title).text
        assert newest(before).helpful is helpful


def test_an_identity_number_in_a_comment_is_not_stored(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    talk.say("botnya jelek, NIK saya 9901 2345 6789 0123 tidak ketemu terus")
    stored = newest(before)
    assert "9901" not in stored.comment
    assert "[***]" in stored.comment


def test_what_happens_while_the_form_is_open_is_understood_as_what_it_is(chat: NewChat) -> None:
    talk = chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    answer = talk.say("syarat bikin SKCK apa aja ya?")
    assert answer.intent == "ask_requirements"
    assert answer.services == ["skck"]


def test_the_same_message_handled_again_after_a_crash_is_stored_once(chat: NewChat, citizens: Citizens) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    kept = dict(citizens.trackers)
    for _ in range(2):
        # The worker stores trackers only when a message is wholly handled: a second run begins where the first one did.
        citizens.trackers.clear()
        citizens.trackers.update(kept)
        again = citizens.dialogue.handle(
            conversation=talk.name, message_id="same", text="botnya bagus tapi kadang lambat", agency="banyuwangi", channel="webchat"
        )
        assert len(citizens.loop.run(again).replies) == 1
    assert Feedback.objects.count() == before + 1


def test_what_is_tried_out_on_the_command_line_is_not_stored(citizens: Citizens) -> None:
    from bot.ops.console_dialogue import ConsoleDialogue

    before, console = Feedback.objects.count(), ConsoleDialogue(citizens.dialogue, citizens.trackers)
    citizens.loop.run(console.say("console", "saya mau kasih masukan tentang bot ini", "banyuwangi"))
    turn = citizens.loop.run(console.say("console", "botnya bagus tapi kadang lambat", "banyuwangi"))
    assert "sudah kami catat" in turn.replies[0]["text"]
    assert Feedback.objects.count() == before


def test_whoever_says_thank_you_is_asked_whether_it_helped_and_can_say_so_with_one_tap(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat("fukuoka")
    talk.say("住民票の手数料は？")
    thanks = talk.say("ありがとうございました")
    assert thanks.titles == ["役に立った", "役に立たなかった"]
    assert "ご意見を記録しました" in talk.press_title(thanks, "役に立たなかった").text
    assert newest(before).helpful is False


def test_blame_in_words_is_a_verdict_at_once(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("biaya SKCK?")
    assert "sudah kami catat" in talk.say("tidak membantu").text
    stored = newest(before)
    assert (stored.helpful, stored.comment) == (False, "tidak membantu")
    assert talk.say("makasih").intent == "thank"
    assert Feedback.objects.count() == before + 1


def test_praise_in_japanese_is_a_verdict_at_once(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat("fukuoka")
    talk.say("住民票の写しはいくらですか")
    talk.say("役に立ちました")
    assert newest(before).helpful is True


def test_a_word_of_thanks_is_no_comment(chat: NewChat) -> None:
    before, talk = Feedback.objects.count(), chat()
    talk.say("saya mau kasih masukan tentang bot ini")
    assert "Sama-sama" in talk.say("makasih").text
    assert Feedback.objects.count() == before

"""Giving back: in order with the citizen's messages, with a clean dialogue, a question how it went, and a way back for a day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from bot.desk import giving_back, ownership, replying
from bot.desk.giving_back import give_back
from bot.desk.merging import merge
from bot.desk.models import DeskSettings, Handoff, Message
from bot.desk.tending import tend
from bot.pipeline import keys
from bot.pipeline.database import in_database
from tests.desk.dialogue import MEANINGS, turns
from tests.desk.town import Town
from tests.pipeline.platform import OTHER_ADDRESS, said

Outcome = Handoff.Outcome


async def served(town: Town, words: str = "petugas") -> ownership.Claim:
    """The citizen has asked for a person, who has answered."""
    await town.on_duty()
    await town.says("syarat KTP")
    await town.says(words)
    claim = await town.claim()
    await in_database(replying.reply, claim, "Selamat pagi", timezone.now(), client_id="1")
    await town.line.send()
    return claim


async def end(town: Town, claim: ownership.Claim, outcome: Handoff.Outcome = Outcome.SOLVED, **more: Any) -> list[str]:
    """The operator ends it; what the citizen hears."""
    before = len(town.line.platform.sent)
    await in_database(lambda: give_back(claim, timezone.now(), outcome, **more))
    await town.line.work()
    await town.line.send()
    return town.line.platform.parts_sent[before:]


async def test_the_citizen_hears_the_end_and_is_asked_how_it_went(town: Town) -> None:
    [closing] = await end(town, await served(town), settled="KTP dijelaskan, NIK 3510011708450001")
    assert "Percakapan dengan petugas sudah selesai" in closing
    assert "Pilih 1 sampai 5" in closing
    row = await town.handoff()
    assert (row.state, row.outcome) == ("closed", "solved")
    assert row.settled == "KTP dijelaskan, NIK [***]"
    assert row.tidied_at is not None
    assert await town.owner() == "bot"


async def test_the_dialogue_begins_afresh_and_keeps_what_it_was_about(town: Town) -> None:
    await end(town, await served(town))
    state = json.loads(await town.line.redis.get(keys.tracker(town.line.conversation)) or "")
    assert state["slots"] == {"service": "layanan-1"}
    assert [event["event"] for event in state["events"]] == ["action", "session_started", "slot", "slot", "action"]
    await town.says("syarat lagi")
    assert await turns(town.line.redis, town.line.conversation) == 1


async def test_without_a_closing_sentence_only_the_question_is_asked(town: Town) -> None:
    [question] = await end(town, await served(town), closing=False)
    assert question.startswith("Seberapa puas")


@pytest.mark.parametrize("how", ["danger", "abuse", "switched off", "never answered"])
async def test_satisfaction_is_not_asked(town: Town, how: str) -> None:
    if how == "never answered":
        await town.on_duty()
        await town.says("petugas")
        claim = await town.claim()
    else:
        claim = await served(town, "bahaya" if how == "danger" else "petugas")
    if how == "switched off":
        await in_database(lambda: DeskSettings.objects.update(asks_satisfaction=False))
    [closing] = await end(town, claim, Outcome.ABUSE if how == "abuse" else Outcome.SOLVED)
    assert "1 sampai 5" not in closing


@pytest.mark.parametrize("how", ["press", "number"])
async def test_a_number_and_then_words_are_kept_once_and_masked(town: Town, how: str) -> None:
    await end(town, await served(town))
    [thanks] = await (town.presses("4 (puas)") if how == "press" else town.says("4"))
    assert "penilaian Anda" in thanks
    [last] = await town.says("bagus, telepon saya 081234567890")
    assert last.endswith("masukan Anda sudah kami catat.")
    assert "sudah kami hapus dan tidak kami simpan" in last
    row = await town.handoff()
    assert row.satisfaction == 4
    assert row.satisfaction_words == "bagus, telepon saya [***]"
    assert await turns(town.line.redis, town.line.conversation) is None
    assert await town.says("halo") == ["bot: halo"]
    assert town.titles()[-1] == "Kembali ke petugas"
    await town.says("syarat lagi")
    assert "Kembali ke petugas" in town.titles(), "a greeting does not use the way back up"
    await town.says("syarat paspor")
    assert "Kembali ke petugas" not in town.titles()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        *(("puas", 4), ("sangat puas, pak", 5), ("puas sekali", 5), ("lima", 5), ("kurang", 2), ("tidak puas", 2), ("mengecewakan", 1)),
        *(("saya kasih 5", 5), ("nilai 4 aja deh", 4), ("4/5", 4), ("4 dari 5", 4), ("bintang lima", 5), ("empat lah", 4), ("5 👍", 5)),
        *(("kecewa berat", 1), ("sangat membantu", 5), ("mungkin 4", 4), ("★★★★☆", 4), ("星4つ", 4), ("5つ星", 5), ("4点", 4), ("５番", 5)),
        *(("3かな", 3), ("4くらい", 4), ("5 (^^)", 5), ("大変満足しました", 5), ("ひどい対応でした", 1)),
        *(("とても満足です", 5), ("とても良かったです", 5), ("満足です", 4), ("普通です", 3), ("不満です", 1), ("5です", 5)),
    ],
)
async def test_a_word_is_a_rating_as_well(town: Town, words: str, value: int) -> None:
    await end(town, await served(town))
    await town.says(words)
    assert (await town.handoff()).satisfaction == value


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1, petugasnya kasar", 1, "petugasnya kasar"),
        ("5 ramah dan cepat", 5, "ramah dan cepat"),
        ("nilai 4. tunggunya lama", 4, "tunggunya lama"),
        ("４点です。丁寧でした。", 4, "丁寧でした。"),
        ("puas sekali, petugasnya sabar", 5, "puas sekali, petugasnya sabar"),
        ("2 lambat sekali", 2, "lambat sekali"),
        ("4 cukup membantu", 4, "cukup membantu"),
        ("5 petugasnya baik", 5, "petugasnya baik"),
        ("5 telatennya top banget", 5, "telatennya top banget"),
        ("nilai 3 tunggunya lama", 3, "tunggunya lama"),
        ("5 bintang bu Rina", 5, "bu Rina"),
        ("5とても親切でした", 5, "とても親切でした"),
        ("2 遅い", 2, "遅い"),
        ("4 pelayanannya cepat", 4, "pelayanannya cepat"),
        ("cuma 2, nunggunya lama", 2, "nunggunya lama"),
        ("3 sih, biasa aja", 3, "biasa aja"),
        ("4 dari 5, lumayan", 4, "lumayan"),
        ("1 saya kapok nanya di sini", 1, "saya kapok nanya di sini"),
        ("2 jawabannya muter-muter", 2, "jawabannya muter-muter"),
        ("4 soalnya petugasnya sopan", 4, "soalnya petugasnya sopan"),
        ("5 semoga makin baik", 5, "semoga makin baik"),
        ("lumayan lah 3", 3, "lumayan lah"),
        ("5 助かりました", 5, "助かりました"),
        ("2 待たされました", 2, "待たされました"),
        ("1 役に立たない", 1, "役に立たない"),
        ("5 また利用します", 5, "また利用します"),
        ("4ですかね。少し待ちました", 4, "少し待ちました"),
        ("対応が早かった。5", 5, "対応が早かった"),
        ("1態度が悪い", 1, "態度が悪い"),
    ],
)
async def test_a_number_and_words_may_come_in_one_message(town: Town, text: str, value: int, words: str) -> None:
    await end(town, await served(town))
    [thanks] = await town.says(text)
    assert thanks.endswith("masukan Anda sudah kami catat.")
    row = await town.handoff()
    assert (row.satisfaction, row.satisfaction_words) == (value, words)
    assert await turns(town.line.redis, town.line.conversation) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2 lembar KK cukup", "5 hari kerja ya?", "3 apa saja?", "1 lagi mau tanya soal KK", "2人分の住民票がほしい"),
        *("2 lembar", "5 hari kerja", "3 rangkap", "2 saksi", "4 materai", "2 pas foto", "2, 3 hari", "1,5 juta", "5 SKCK"),
        *("cuma 2 lembar", "hanya 1 KTP", "sudah 3 hari, belum ada kabar", "saya 2 bersaudara", "2 berkasnya hilang", "5%", "syarat 3"),
        *("3番窓口はどこですか", "2点あります", "2 住民票", "2つ", "1つ、質問があります", "4 証明書を申請します", "3日待った", "証明書が2"),
        *("3枚", "5枚です", "2部必要です", "3歳です", "2か所", "4通でいいです", "3、4日かかります", "5件"),
    ],
)
async def test_a_number_that_counts_something_is_no_rating(town: Town, text: str) -> None:
    await end(town, await served(town))
    assert await town.says(text) == [f"bot: {text}"]
    assert (await town.handoff()).satisfaction is None


@pytest.mark.parametrize("text", ["syarat 5", "5 syarat bagus untuk KTP"])
async def test_a_service_that_is_understood_is_no_rating(town: Town, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await end(town, await served(town))
    monkeypatch.setitem(MEANINGS, "5", ("answer", "service", None))
    assert await town.says(text) == [f"bot: {text}"]
    assert (await town.handoff()).satisfaction is None


async def test_a_question_beside_the_number_is_answered(town: Town) -> None:
    await end(town, await served(town))
    assert await town.says("5. biayanya berapa?") == ["bot: 5. biayanya berapa?"]
    row = await town.handoff()
    assert (row.satisfaction, row.satisfaction_words) == (5, "")


@pytest.mark.parametrize(("text", "value"), [("5", 5), ("4", 4), ("puas", 4), ("4, ramah", 4), ("満足です", 4)])
async def test_a_rating_counts_after_a_question_in_between(town: Town, text: str, value: int) -> None:
    await end(town, await served(town))
    await town.says("syarat lagi")
    await town.says("biaya KTP")
    [thanks] = await town.says(text)
    assert "penilaian Anda" in thanks or "sudah kami catat" in thanks
    assert (await town.handoff()).satisfaction == value


async def test_after_a_question_in_between_praise_may_be_the_bots(town: Town) -> None:
    await end(town, await served(town))
    await town.says("syarat lagi")
    assert await town.says("bagus") == ["bot: bagus"]
    assert (await town.handoff()).satisfaction is None


async def test_a_number_that_picks_a_choice_of_a_later_answer_is_no_rating(town: Town) -> None:
    await end(town, await served(town))
    town.line.dialogue.numbered = True
    await town.says("biaya apa")
    assert await town.says("2") == ["bot: Daftar layanan"]
    assert (await town.handoff()).satisfaction is None
    await town.says("biaya apa")
    await town.says("5")
    assert (await town.handoff()).satisfaction == 5


async def test_an_hour_later_a_number_is_no_rating(town: Town) -> None:
    await end(town, await served(town))
    await town.says("syarat lagi")
    key = keys.desk_state(town.line.conversation)
    state = json.loads(await town.line.redis.get(key) or "")
    state["given"]["unrated"]["until"] -= 3601
    await town.line.redis.set(key, json.dumps(state))
    assert await town.says("5") == ["bot: 5"]


async def test_blame_in_place_of_the_number_calls_a_person_and_is_kept(town: Town) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    assert "kami teruskan ke petugas" in (await town.says("petugasnya tidak becus"))[-1]
    await in_database(earlier.refresh_from_db)
    assert (earlier.satisfaction, earlier.satisfaction_words) == (None, "petugasnya tidak becus")
    assert (await town.handoff()).reason == "anger"


async def test_a_wish_for_a_person_is_no_word_about_the_last_one(town: Town) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    await town.says("petugas tentang hal lain")
    await in_database(earlier.refresh_from_db)
    assert earlier.satisfaction_words == ""


async def test_thanks_in_place_of_a_rating_bring_no_second_question(town: Town) -> None:
    await end(town, await served(town))
    [answer] = await town.says("makasih ya")
    assert answer.startswith("Sama-sama.")
    assert "?" not in answer
    assert town.titles()[0] == "1 (sangat kurang)"
    await town.says("5")
    assert (await town.handoff()).satisfaction == 5
    assert (await town.says("makasih"))[0].endswith("masukan Anda sudah kami catat.")
    await town.says("syarat lagi")
    assert town.titles() == ["Kembali ke petugas"], "thanks do not use the way back up"


async def test_words_about_the_person_are_kept_when_they_hold_a_wish_for_one(town: Town) -> None:
    await end(town, await served(town))
    await town.says("4")
    earlier = await town.handoff()
    assert "urutan pertama" in (await town.says("petugas ramah, tolong hubungi 081234567890"))[-1]
    await in_database(earlier.refresh_from_db)
    assert earlier.satisfaction_words == "petugas ramah, tolong hubungi [***]"


async def test_blame_is_what_was_asked_for_when_the_desk_asks_for_words(town: Town) -> None:
    await end(town, await served(town))
    await town.says("2")
    [thanks] = await town.says("keluhan saya, tunggunya lama")
    assert thanks.endswith("masukan Anda sudah kami catat.")
    assert (await town.handoff()).satisfaction_words == "keluhan saya, tunggunya lama"


@pytest.mark.parametrize("words", [("5", "orangnya baik"), ("5, orangnya baik",), ("5", "makasih ya")])
async def test_what_was_said_of_the_person_is_no_question_and_its_thanks_no_answer(town: Town, words: tuple[str, ...]) -> None:
    await end(town, await served(town))
    for one in words:
        await town.says(one)
    await town.says("petugas")
    summary = (await town.handoff()).summary
    assert (summary["last_answer"], summary["question"]) == ("", "syarat KTP")


async def test_the_last_answer_is_the_one_to_the_citizens_question(town: Town) -> None:
    await town.says("halo")
    await town.says("syarat paspor")
    await town.says("petugas tentang paspor anak saya yang hilang")  # Nobody is there, which answers nothing.
    await town.on_duty()
    await town.says("petugas tolong")
    assert (await town.handoff()).summary["last_answer"] == "bot: syarat paspor"


async def test_a_question_in_place_of_words_is_answered(town: Town) -> None:
    await end(town, await served(town))
    await town.says("5")
    assert await town.says("syarat paspor") == ["bot: syarat paspor"]
    assert (await town.handoff()).satisfaction_words == ""


async def test_a_second_number_changes_nothing(town: Town) -> None:
    await end(town, await served(town))
    keys_of_ratings = {one["title"]: one["key"] for one in town.line.platform.sent[-1].reply["quick_replies"]}
    for title in ("5 (sangat puas)", "1 (sangat kurang)"):
        await town.line.ask(said("", kind="button", button=keys_of_ratings[title]))
    assert (await town.handoff()).satisfaction == 5


async def test_of_each_number_in_the_words_the_citizen_hears_that_it_was_not_kept(town: Town) -> None:
    await town.says("syarat, NIK saya [***]", masked=True)  # told of once already
    await end(town, await served(town))
    await town.says("5")
    [last] = await town.says("puas, hubungi [***] ya", masked=True)
    assert last.count("tidak kami simpan") == 1


async def test_whoever_writes_afterwards_gets_the_bot_and_the_way_back_without_being_nagged(town: Town) -> None:
    await end(town, await served(town))
    assert await town.says("syarat lagi") == ["bot: syarat lagi"]
    assert town.titles() == ["Kembali ke petugas"]
    await town.says("syarat paspor")
    assert town.titles() == []
    await town.says("entah apa")
    assert town.titles() == ["Kembali ke petugas"]
    await in_database(lambda: Message.objects.update(created=timezone.now() - dt.timedelta(minutes=61)))
    await in_database(lambda: Handoff.objects.update(ended_at=timezone.now() - dt.timedelta(hours=2)))
    await town.says("biaya SIM")
    assert town.titles() == ["Kembali ke petugas", "Daftar layanan"]


@pytest.mark.parametrize(
    "words",
    [
        *("saya mau kembali ke petugas", "bisa lanjut lagi sama petugas yang tadi?", "mau bicara lagi dengan petugas tadi", "petugas"),
        *("tolong lanjutkan kasus saya yang tadi", "さっきの職員と話したいです", "職員に戻してください", "同じ件で職員と話したい"),
    ],
)
async def test_who_says_so_later_comes_back_to_the_same_case(town: Town, words: str) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    await town.says("halo")
    await town.says("syarat lagi")
    await town.says(words)
    row = await town.handoff()
    assert (row.reason, row.continues_id, row.state) == ("reopened", earlier.pk, "waiting")


async def test_who_comes_back_is_seen_with_what_the_case_was_about(town: Town) -> None:
    await end(town, await served(town))
    await town.says("5")
    await town.says("ramah sekali")
    await town.says("kembali ke petugas yang tadi")
    row = await town.handoff()
    assert (row.reason, row.summary["question"]) == ("reopened", "syarat KTP")
    await in_database(ownership.leave, row.pk, timezone.now())
    # A new question goes before it.
    await town.says("biaya KTP hilang")
    await town.says("kembali ke petugas yang tadi")
    assert (await town.handoff()).summary["question"] == "biaya KTP hilang"


async def test_the_button_can_still_be_pressed_after_other_answers(town: Town) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    await town.says("halo")
    [key] = [one["key"] for one in town.line.platform.sent[-1].reply["quick_replies"]]
    await town.says("syarat lagi")
    await town.line.ask(said("", kind="button", button=key))
    assert (await town.handoff()).continues_id == earlier.pk


@pytest.mark.parametrize("words", ["petugas tadi bilang bawa KK, benar?", "kembali ke daftar layanan", "職員は何時までいますか"])
async def test_what_only_sounds_like_the_way_back_is_the_bots(town: Town, words: str) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    await town.says("x")
    await town.says(f"halo {words}" if words.startswith("petugas") else words)
    assert (await town.handoff()).pk == earlier.pk


async def test_the_way_back_opens_the_same_case_again(town: Town) -> None:
    await end(town, await served(town))
    earlier = await town.handoff()
    await town.says("halo")
    [answer] = await town.presses("Kembali ke petugas")
    assert "urutan pertama" in answer
    row = await town.handoff()
    assert (row.reason, row.continues_id, row.service_key) == ("reopened", earlier.pk, "layanan-1")
    assert row.waiting_since > earlier.waiting_since


async def test_after_a_day_there_is_no_way_back(town: Town) -> None:
    await end(town, await served(town))
    await in_database(lambda: Handoff.objects.update(ended_at=timezone.now() - dt.timedelta(hours=25)))
    await town.says("halo")
    assert town.titles() == []


async def test_a_message_on_its_way_when_the_person_gives_back_is_answered_by_the_bot(town: Town) -> None:
    claim = await served(town)
    await town.line.hear(said("syarat paspor"))
    await in_database(lambda: give_back(claim, timezone.now(), Outcome.SOLVED))
    await town.line.work()
    before = len(town.line.platform.sent)
    await town.line.send()
    answers = town.line.platform.parts_sent[before:]
    assert answers[0] == "bot: syarat paspor"
    assert "Percakapan dengan petugas sudah selesai" in answers[1]


async def test_an_end_whose_entry_was_lost_is_told_all_the_same_and_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = await served(town)
    with monkeypatch.context() as lost:
        lost.setattr(giving_back, "_try_to_put", lambda row, now: None)
        assert await end(town, claim) == []
    later = timezone.now() + dt.timedelta(seconds=11)
    for _ in range(2):
        await in_database(tend, later)
    await town.line.work()
    before = len(town.line.platform.sent)
    await town.line.send()
    assert len(town.line.platform.parts_sent[before:]) == 1
    await in_database(tend, later)
    assert await town.line.inbox() == []


async def test_two_requests_become_one_and_the_other_conversation_hears_so(town: Town) -> None:
    claim = await served(town)
    await town.says("petugas", OTHER_ADDRESS)
    other = await town.handoff(OTHER_ADDRESS)
    before = len(town.line.platform.sent)
    await in_database(merge, claim, other.pk, timezone.now())
    await town.line.work()
    await town.line.send()
    [told] = town.line.platform.sent[before:]
    assert told.address == OTHER_ADDRESS
    assert "kami gabungkan" in told.part
    assert "1 sampai 5" not in told.part
    merged = await town.handoff(OTHER_ADDRESS)
    assert (merged.state, merged.outcome) == ("closed", "duplicate")
    assert (await town.handoff()).state == "claimed"
    assert await town.owner(OTHER_ADDRESS) == "bot"

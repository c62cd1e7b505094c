"""Asking for a person: the place in the queue, asking on meanwhile, leaving it, and what goes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk import ownership, replying
from bot.desk.models import Conversation, DeskSettings, Duty, Handoff, Message
from bot.desk.request import HandoffRequest
from bot.desk.summary import summary_of
from bot.desk.waiting_times import expected_minutes, expected_minutes_by_unit
from bot.pipeline.database import in_database
from tests.desk.dialogue import turns
from tests.desk.town import Town
from tests.pipeline.platform import OTHER_ADDRESS, said


async def test_without_a_desk_everything_stays_as_it_was(town: Town) -> None:
    await in_database(lambda: DeskSettings.objects.all().delete())
    assert await town.says("petugas") == ["bot: petugas"]
    assert await town.owner() == "bot"
    assert await town.sees(Handoff.objects.count) == 0


async def test_the_citizen_hears_the_place_and_honestly_no_time(town: Town) -> None:
    await town.on_duty()
    await town.says("syarat KTP")
    [answer] = await town.says("petugas tolong")
    assert "urutan pertama" in answer
    assert "belum bisa kami perkirakan" in answer
    assert town.titles() == ["Cek antrean", "Keluar dari antrean", "Daftar layanan"]
    row = await town.handoff()
    assert (row.state, row.reason, row.service_key, row.language) == ("waiting", "asked", "layanan-1", "id")
    assert (row.summary["question"], row.summary["last_answer"]) == ("syarat KTP", "bot: syarat KTP")
    assert await town.owner() == "queue"


async def test_a_second_request_keeps_the_place_and_tells_it(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    before = await town.handoff()
    await town.says("petugas", OTHER_ADDRESS)
    [other] = await town.says("petugas lagi", OTHER_ADDRESS)
    assert "masih dalam antrean" in other
    assert "urutan ke-2" in other
    [again] = await town.says("petugas mana sih")
    assert "urutan pertama" in again
    after = await town.handoff()
    assert (after.pk, after.waiting_since) == (before.pk, before.waiting_since)
    assert await town.sees(Handoff.objects.count) == 2


async def test_the_bot_goes_on_answering_and_passes_on_once_what_it_cannot(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    assert await town.says("syarat paspor") == ["bot: syarat paspor"]
    assert await town.says("entah apa") == ["Pesan Anda sudah kami sampaikan kepada petugas."]
    assert await town.says("entah lagi") == []
    assert await town.says("keluhan saya") == []
    assert await town.owner() == "queue"


async def test_somebody_who_waits_is_not_offered_to_ask_for_a_person_again(town: Town) -> None:
    await town.on_duty()
    await town.says("biaya paspor")
    assert town.titles() == ["Bicara dgn petugas", "Daftar layanan"]
    await town.says("petugas")
    await town.says("biaya paspor")
    assert town.titles() == ["Cek antrean", "Daftar layanan"]
    await town.says("kesal sekali", OTHER_ADDRESS)
    assert town.titles() == ["Cek antrean", "Daftar layanan"]
    # Whoever is in danger is to telephone, and not to look how long the queue is.
    await town.says("bahaya", OTHER_ADDRESS)
    assert town.titles() == ["Daftar layanan"]


async def test_the_summary_shows_the_question_and_not_what_the_desk_asked_for(town: Town) -> None:
    await town.says("syarat KTP")
    await town.says("petugas")
    await town.presses("Minta dihubungi")
    await town.says("Siti")
    await town.presses("Lewat chat ini")
    await town.presses("Kapan saja")
    await town.presses("Ya, setuju")
    await town.on_duty()
    await town.says("petugas")
    assert (await town.handoff()).summary["question"] == "syarat KTP"


@pytest.mark.parametrize(
    ("wish", "question"),
    [
        ("petugas tolong, KTP anak saya salah nama, tentang tanggal", "petugas tolong, KTP anak saya salah nama, tentang tanggal"),
        ("petugas tentang itu juga", "syarat tentang KTP"),
    ],
)
async def test_a_matter_told_with_the_wish_is_the_question(town: Town, wish: str, question: str) -> None:
    await town.on_duty()
    await town.says("syarat tentang KTP")
    await town.says(wish)
    assert (await town.handoff()).summary["question"] == question


@pytest.mark.parametrize(
    ("wish", "service", "question"),
    [
        ("operator", "layanan-1", "syarat KTP"),
        ("operator tolong dong kak", "layanan-1", "syarat KTP"),
        ("operator tentang paspor saya yang hilang", "layanan-2", "operator tentang paspor saya yang hilang"),
    ],
)
async def test_a_wish_that_names_nothing_is_about_what_was_spoken_of(town: Town, wish: str, service: str, question: str) -> None:
    await town.on_duty()
    await town.says("syarat KTP")
    await town.says(wish)
    row = await town.handoff()
    assert (row.service_key, row.summary["question"]) == (service, question)


async def test_a_wish_without_a_question_stands_for_itself(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas tolong")
    assert (await town.handoff()).summary["question"] == "petugas tolong"


async def test_what_was_passed_on_leaves_no_trace_in_the_dialogue(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.says("entah apa")
    await town.says("syarat paspor")
    assert await turns(town.line.redis, town.line.conversation) == 2


@pytest.mark.parametrize("words", ["berapa lama lagi?", "saya urutan berapa"])
async def test_asked_for_the_place_again_the_queue_answers(town: Town, words: str) -> None:
    await town.on_duty()
    await town.says("petugas")
    [answer] = await town.says(words)
    assert "masih dalam antrean" in answer
    [pressed] = await town.presses("Cek antrean")
    assert "urutan pertama" in pressed


@pytest.mark.parametrize(
    "words",
    [
        *("batal antri", "ga usah nunggu deh", "saya tidak mau menunggu lagi", "gak jadi antri", "sudah tidak kuat nunggu"),
        *("待つのやめます", "キャンセルで", "もう待てません", "順番待ちをやめたいです"),
    ],
)
async def test_the_queue_is_left_in_everyday_words_too(town: Town, words: str) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.says(words)
    assert (await town.handoff()).state == "left"
    assert await town.owner() == "bot"


def _past_waits(agency: Agency, now: dt.datetime, waits: Sequence[int]) -> None:
    """Somebody who waited so many minutes at this time, on each of the days before."""
    conversation = Conversation.objects.create(agency=agency, channel="platform")
    for number, minutes in enumerate(waits):
        began = now - dt.timedelta(days=number + 1)
        Handoff.objects.create(
            conversation=conversation,
            agency=agency,
            source=str(number),
            reason="asked",
            language="id",
            state="closed",
            waiting_since=began,
            claimed_at=began + dt.timedelta(minutes=minutes),
        )


@pytest.mark.parametrize(("usual", "told"), [(45, "45 menit"), (15, "belum bisa kami perkirakan")])
async def test_whoever_has_waited_as_long_as_others_do_hears_no_time_that_has_passed(town: Town, usual: int, told: str) -> None:
    await town.on_duty()
    await town.says("petugas")

    def past() -> None:
        row = Handoff.objects.latest("pk")
        Handoff.objects.filter(pk=row.pk).update(waiting_since=timezone.now() - dt.timedelta(minutes=20))
        _past_waits(row.agency, timezone.now(), [usual] * 5)

    await in_database(past)
    [answer] = await town.says("berapa lama lagi?")
    assert told in answer


async def test_whoever_asks_while_nobody_is_there_hears_that_and_keeps_the_place(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    await in_database(lambda: Duty.objects.update(available=False))
    [answer] = await town.says("kapan petugas bisa jawab?")
    assert "belum ada petugas yang bisa menjawab" in answer
    assert "Antrean Anda tetap kami simpan" in answer
    assert "urutan pertama" in answer
    assert (await town.handoff()).state == "waiting"


@pytest.mark.parametrize("how", ["press", "word", "number"])
async def test_the_queue_can_be_left(town: Town, how: str) -> None:
    await town.on_duty()
    await town.says("petugas")
    if how == "press":
        [answer] = await town.presses("Keluar dari antrean")
    else:
        [answer] = await town.says("keluar dari antrean" if how == "word" else "2")
    assert "sudah keluar dari antrean" in answer
    assert await town.owner() == "bot"
    assert (await town.handoff()).state == "left"
    assert await town.says("syarat") == ["bot: syarat"]


async def test_an_ordinary_choice_of_the_desks_message_is_understood_when_typed(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.says("3")
    assert town.line.dialogue.calls[-1]["button"] == {"type": "intent", "intent": "list_services"}


async def test_danger_gets_the_numbers_at_once_and_goes_first_at_any_hour(town: Town) -> None:
    [answer] = await town.says("bahaya")
    assert answer.startswith("bot: bahaya\n\n")
    assert "tidak ada petugas yang bertugas" in answer
    row = await town.handoff()
    assert (row.urgency, row.reason) == (Handoff.Urgency.DANGER, "distress")
    await town.on_duty()
    await town.says("petugas", OTHER_ADDRESS)
    [answer] = await town.says("bahaya", OTHER_ADDRESS)
    assert "paling mendesak" in answer
    raised = await town.handoff(OTHER_ADDRESS)
    assert (raised.urgency, raised.reason) == (Handoff.Urgency.DANGER, "asked")
    assert raised.summary["question"] == "bahaya", "what made it urgent is what is seen first"


async def test_danger_is_marked_while_a_person_serves_and_the_bot_stays_silent(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.claim()
    assert await town.says("terima kasih") == []
    assert (await town.handoff()).urgency == Handoff.Urgency.NORMAL
    assert await town.says("saya mau bunuh diri") == []
    row = await town.handoff()
    assert (row.urgency, row.state) == (Handoff.Urgency.DANGER, "claimed")


async def test_danger_that_only_the_model_hears_is_marked_while_a_person_serves(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    before = len(town.line.dialogue.calls)
    assert await town.says("bahaya aku di ujung jembatan") == []
    row = await town.handoff()
    assert (row.urgency, row.state) == (Handoff.Urgency.DANGER, "claimed")
    assert len(town.line.dialogue.calls) == before, "the model has read it, and the bot has answered nothing"
    await in_database(replying.reply, claim, "Saya di sini", timezone.now(), client_id="1")
    await in_database(ownership.release, claim, timezone.now())
    *_, numbers = await town.says("bahaya aku masih di sini")
    assert numbers.startswith("bot: bahaya"), "whoever waits for a person again gets the numbers"


async def test_a_model_that_fails_changes_nothing_for_a_person_who_serves(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(**_: Any) -> dict[str, Any]:
        raise RuntimeError("no model")

    monkeypatch.setattr(town.line.dialogue, "understand", broken)
    await town.on_duty()
    await town.says("petugas")
    await town.claim()
    assert await town.says("bahaya aku di ujung jembatan") == []
    stored = await town.sees(lambda: Message.objects.filter(direction="in").latest("pk").text)
    assert stored == "bahaya aku di ujung jembatan"
    assert (await town.handoff()).urgency == Handoff.Urgency.NORMAL


async def test_what_is_asked_along_with_the_wish_for_a_person_is_answered(town: Town) -> None:
    await town.on_duty()
    answer, joined = await town.says("tanya biaya akta, mau bicara dengan petugas")
    assert answer == "bot: tanya biaya akta, mau bicara dengan petugas"
    assert "urutan pertama" in joined
    again, place = await town.says("tanya syarat akta, masih mau bicara dengan petugas")
    assert again.startswith("bot: tanya syarat")
    assert "Anda masih dalam antrean" in place


async def test_without_anybody_there_what_is_asked_along_is_answered_all_the_same(town: Town) -> None:
    answer, nobody = await town.says("tanya biaya akta, mau bicara dengan petugas")
    assert answer.startswith("bot: tanya biaya akta")
    assert nobody.startswith("Mohon maaf")


async def test_an_angry_complaint_is_passed_on_with_the_bots_answer(town: Town) -> None:
    await town.on_duty()
    [answer] = await town.says("kesal sekali")
    assert answer.startswith("bot: kesal sekali\n\n")
    assert "sudah kami teruskan ke petugas" in answer
    assert (await town.handoff()).urgency == Handoff.Urgency.RAISED


async def test_anger_calls_for_a_person_when_it_is_repeated(town: Town) -> None:
    await town.on_duty()
    assert await town.says("syarat KTP, dasar bot bodoh") == ["bot: syarat KTP, dasar bot bodoh"]
    assert await town.says("syarat saja") == ["bot: syarat saja"]
    [answer] = await town.says("goblok, sama saja")
    assert answer.startswith("Kami memahami kekecewaan Anda")
    assert answer.endswith("\n\nbot: goblok, sama saja")
    row = await town.handoff()
    assert (row.reason, row.urgency) == ("anger", Handoff.Urgency.RAISED)


@pytest.mark.parametrize(
    "words",
    [
        "Pelayanan brengsek! Sudah 3 bulan KTP saya tidak jadi",
        "kalian ini kerjanya apa sih",
        "KTP gak jadi-jadi, bohong terus!",
        "DARI KEMARIN TIDAK ADA YANG JAWAB SAYA!!!",
        "いつまで待たせるんですか",
        "何回言えばわかるんだ",
    ],
)
async def test_whoever_blames_those_who_serve_gets_a_person_at_once(town: Town, words: str) -> None:
    await town.on_duty()
    await town.says(words)
    row = await town.handoff()
    assert (row.reason, row.urgency) == ("anger", Handoff.Urgency.RAISED)


@pytest.mark.parametrize(
    "words", ["kalau KTP tidak jadi diambil bagaimana", "petugas kerja jam berapa", "仕事を辞めました", "何回まで申請できますか"]
)
async def test_calm_words_are_no_anger(town: Town, words: str) -> None:
    await town.on_duty()
    await town.says(f"syarat {words}")
    assert await town.owner() == "bot"


async def test_anger_without_a_desk_or_out_of_hours_takes_nothing_away(town: Town) -> None:
    await town.says("syarat KTP, dasar bot bodoh")
    [answer] = await town.says("goblok, sama saja")
    assert answer.startswith("bot: goblok, sama saja\n\nMohon maaf, saat ini belum ada petugas")
    assert town.titles() == ["Minta dihubungi"]
    await in_database(lambda: DeskSettings.objects.update(enabled=False))
    assert await town.says("tolol sekali") == ["bot: tolol sekali"]


async def test_after_a_persons_first_words_the_bot_is_silent_in_the_queue_too(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    await in_database(replying.reply, claim, "Selamat pagi", timezone.now(), client_id="1")
    await town.line.send()
    await in_database(ownership.release, claim, timezone.now())
    assert await town.says("syarat paspor") == []
    [told] = await town.says("", kind="media", media={"type": "photo"})
    assert told.startswith("Petugas melihat"), "what nobody can open is all that is spoken of"
    stored = await town.sees(lambda: list(Message.objects.filter(direction="in").values_list("content__kind", flat=True)))
    assert stored[-1] == "media"
    assert await town.owner() == "queue"


async def test_whoever_waits_for_a_person_again_is_told_so_and_helped_in_danger(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    await in_database(replying.reply, claim, "Selamat pagi", timezone.now(), client_id="1")
    await town.line.send()
    assert await town.says("urutan saya berapa?") == []
    await in_database(ownership.release, claim, timezone.now())
    [told] = await town.says("masih lama?")
    assert told.startswith("Petugas akan segera melanjutkan percakapan ini.")
    await in_database(lambda: Duty.objects.update(available=False))
    [told] = await town.says("masih lama kah?")
    assert "belum ada petugas yang bisa menjawab" in told
    assert "Antrean Anda tetap kami simpan." in told
    [numbers] = await town.says("bahaya saya mau bunuh diri")
    assert numbers.startswith("bot: bahaya")
    assert (await town.handoff()).urgency == Handoff.Urgency.DANGER
    [left] = await town.says("batal antri")
    assert "sudah keluar dari antrean" in left
    assert await town.owner() == "bot"


async def test_a_button_of_the_queue_works_until_a_person_has_it(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    await in_database(replying.reply, claim, "Selamat pagi", timezone.now(), client_id="1")
    await in_database(ownership.release, claim, timezone.now())
    [key] = [one["key"] for one in town.line.platform.sent[-1].reply["quick_replies"] if one["title"] == "Keluar dari antrean"]
    sent = await town.line.ask(said("", kind="button", button=key))
    assert "sudah keluar dari antrean" in sent[-1]


async def test_the_waiting_time_is_the_median_of_real_waits_at_that_hour(town: Town) -> None:
    now = dt.datetime(2026, 11, 25, 3, 20, tzinfo=dt.UTC)  # 10.20 in Jakarta

    def past(agency: Agency) -> int | None:
        _past_waits(agency, now - dt.timedelta(minutes=10), (2, 4, 6, 8, 30))
        assert expected_minutes(agency, None, now + dt.timedelta(hours=1)) is None
        assert expected_minutes(agency, None, now + dt.timedelta(weeks=5)) is None
        assert expected_minutes_by_unit(agency, now) == {None: 6}
        return expected_minutes(agency, None, now)

    assert await in_database(past, town.agency) == 6


@pytest.mark.parametrize(("named", "question"), [("layanan-1", "dendanya berapa?"), ("layanan-2", "hubungkan ke petugas soal SIM")])
async def test_a_wish_for_a_person_is_the_question_only_where_it_names_another_subject(town: Town, named: str, question: str) -> None:
    await town.on_duty()
    await town.says("halo")

    def summary() -> dict[str, Any]:
        chat = Conversation.objects.get()
        for text, intent, service in (
            ("dendanya berapa?", "ask_fee", "layanan-1"),
            ("hubungkan ke petugas soal SIM", "speak_to_person", named),
        ):
            understanding = {"intent": intent, "services": [{"key": service, "score": 1.0}]}
            Message.objects.create(
                conversation=chat, direction="in", external_id=text, text=text, status="received", understanding=understanding
            )
        return summary_of(chat, HandoffRequest(Handoff.Reason.ASKED), None)

    assert (await town.sees(summary))["question"] == question

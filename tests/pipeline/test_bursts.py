"""Many messages at once: repeats, half sentences and floods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.pipeline import inbox, keys
from bot.pipeline.effects import Effect
from bot.pipeline.leased_stream import Entry
from bot.pipeline.worker import Worker
from tests.pipeline.fakes import CountingDialogue, FakeTurn, rows
from tests.pipeline.platform import OTHER_ADDRESS, Line, said

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def at(seconds: float) -> str:
    return (NOON + dt.timedelta(seconds=seconds)).isoformat()


@dataclass
class Deciding(CountingDialogue):
    """Decides about each text as told, else to answer."""

    decisions: dict[str, str] = field(default_factory=dict)

    async def handle(self, **given: Any) -> FakeTurn:
        """Count and decide."""
        turn = await super().handle(**given)
        return replace(turn, understanding={**turn.understanding, "decision": self.decisions.get(given["text"], "answer")})


async def test_the_same_words_within_four_seconds_are_stored_and_answered_once(line: Line) -> None:
    for seconds in (0.0, 1.5, 4.0):
        await line.put(text="Syarat KTP", received=at(seconds))
    await line.put(text="syarat ktp ", received=at(3))
    await line.work()
    assert [row.text for row in await rows(line.conversation)] == ["1: Syarat KTP"]
    assert len(await rows(line.conversation, "in")) == 4


async def test_the_same_words_later_are_answered_again(line: Line) -> None:
    await line.put(text="Syarat KTP", received=at(0))
    await line.put(text="Syarat KTP", received=at(4.1))
    await line.work()
    assert [row.text for row in await rows(line.conversation)] == ["1: Syarat KTP", "2: Syarat KTP"]


async def test_other_words_are_answered_at_once(line: Line) -> None:
    for text in ("Syarat KTP", "Biaya KTP", "Syarat KTP"):
        await line.put(text=text, received=at(1))
    await line.work()
    assert len(await rows(line.conversation)) == 3


async def test_a_button_that_is_pressed_twice_is_answered_once(line: Line) -> None:
    await line.put(text="Biaya", kind="button", button_key="abcdefghijkl", received=at(0))
    await line.put(text="Biaya", kind="button", button_key="abcdefghijkl", received=at(0.3))
    await line.put(text="Biaya", kind="button", button_key="mnopqrstuvwx", received=at(0.6))
    await line.work()
    assert len(await rows(line.conversation)) == 2


async def test_an_album_of_photos_gets_one_notice(line: Line) -> None:
    for number in range(4):
        await line.put(kind="media", details={"type": "photo", "size": number}, received=at(0.1 * number))
    await line.work()
    assert len(await rows(line.conversation)) == 1


async def test_a_voice_message_shortly_after_a_photo_is_answered_as_well(line: Line) -> None:
    await line.put(kind="media", details={"type": "image/jpeg", "size": 1}, received=at(0))
    await line.put(kind="media", details={"type": "audio/ogg", "size": 2}, received=at(1.5))
    await line.work()
    photo, voice = (row.text for row in await rows(line.conversation))
    assert "Foto yang Anda kirim" in photo
    assert "Rekaman suara yang Anda kirim" in voice


async def test_the_same_message_is_answered_again_when_a_crash_came_between(line: Line) -> None:
    await line.put(text="Syarat KTP", received=at(0))
    [waiting] = await line.inbox()
    worker = Worker(line.dialogue, line.redis)
    effect = await worker.handle(Entry("1-1", waiting.to_fields()))
    # All but the acknowledgement arrived.
    for key, value, seconds in effect.values:
        await line.redis.set(key, value, ex=seconds)
    again = await worker.handle(Entry("1-1", waiting.to_fields()))
    assert again != Effect()
    assert [one.reply["text"] for one in again.outbound] == ["2: Syarat KTP"]
    assert len(await rows(line.conversation)) == 1


async def test_of_a_burst_only_the_last_is_answered_when_the_first_ones_were_half_a_question(line: Line) -> None:
    texts = ["Halo", "mau tanya", "cuaca?", "syarat KTP"]
    line.dialogue = Deciding(line.redis, decisions={"Halo": "smalltalk", "mau tanya": "ask_back", "cuaca?": "refuse"})
    assert await line.ask(*(said(text) for text in texts)) == ["4: syarat KTP"]
    assert [call["text"] for call in line.dialogue.calls] == texts
    assert [row.text for row in await rows(line.conversation, "in")] == texts
    assert all(row.understanding is not None for row in await rows(line.conversation, "in"))
    assert await line.redis.get(keys.tracker(line.conversation)) == "4"


async def test_answers_of_a_burst_are_never_dropped_and_keep_their_order(line: Line) -> None:
    line.dialogue = Deciding(line.redis, decisions={"terima kasih": "smalltalk"})
    given = [said("syarat KTP"), said("biaya KTP"), said("terima kasih")]
    assert await line.ask(*given) == ["1: syarat KTP", "2: biaya KTP", "3: terima kasih"]


async def test_a_greeting_sent_twice_at_once_is_answered_once(line: Line) -> None:
    line.dialogue = Deciding(line.redis, decisions={"Halo": "smalltalk"})
    assert await line.ask(said("Halo"), said("Halo")) == ["2: Halo"]


async def test_a_question_back_is_asked_when_only_a_photo_or_an_edit_waits_behind(line: Line) -> None:
    line.dialogue = Deciding(line.redis, decisions={"biaya": "ask_back"})
    first = said("biaya")
    sent = await line.ask(first, said("biayanya", kind="edit", edits=first["id"]), said(kind="media", media={"type": "photo"}))
    assert sent[0] == "1: biaya"
    assert len(sent) == 2


async def test_the_notice_that_a_number_was_removed_is_not_dropped_with_a_half_question(line: Line) -> None:
    line.dialogue = Deciding(line.redis, decisions={"NIK saya [***]": "ask_back"})
    sent = await line.ask(said("NIK saya 3578011501900001"), said("syarat KTP"))
    assert sent[0].startswith("Demi keamanan")
    assert sent[1] == "2: syarat KTP"


async def test_a_flood_is_stored_and_gets_one_notice_while_others_are_answered(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    minute = SimpleNamespace(time=lambda: 1_800_000_000.0)
    monkeypatch.setattr(inbox, "time", minute)
    await line.hear(*(said(f"pesan {number}") for number in range(34)), said("Syarat KTP", OTHER_ADDRESS))
    await line.work()
    answers = [row.text for row in await rows(line.conversation)]
    assert answers[:30] == [f"{number + 1}: pesan {number}" for number in range(30)]
    assert [text[:40] for text in answers[30:]] == ["Pesan Anda banyak sekali dalam waktu sin"]
    assert len(await rows(line.conversation, "in")) == 34
    assert line.dialogue.calls[-1]["text"] in {"Syarat KTP", "pesan 29"}
    assert "Syarat KTP" in [call["text"] for call in line.dialogue.calls]
    # In the next minute it goes on.
    minute.time = lambda: 1_800_000_060.0
    assert (await line.ask(said("pesan lagi")))[-1] == "31: pesan lagi"


async def test_the_wish_to_hear_no_more_is_heard_in_a_flood(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    await line.hear(*(said(f"pesan {number}") for number in range(30)), said("STOP", kind="stop"))
    await line.work()
    await line.send()
    assert [text[:5] for text in line.platform.parts_sent] == ["Baik,"]


async def test_statuses_and_edits_do_not_count_as_a_flood(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    await line.hear(*({"status": "read", "conversation": line.conversation, "message": number} for number in range(40)))
    await line.hear(said("Halo"))
    assert [one.flood for one in await line.inbox() if one.is_turn] == [""]

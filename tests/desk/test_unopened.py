"""What a citizen hears who sends a person something that nobody can open: once, and in place of silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bot.desk import giving_back, lists, outgoing, ownership, replying
from bot.desk.models import Conversation, Handoff, Message
from bot.pipeline.database import in_database
from tests.desk.town import Town

PHOTO: dict[str, Any] = {"kind": "media", "media": {"type": "photo"}}
VOICE: dict[str, Any] = {"kind": "media", "media": {"type": "voice"}}


async def _is_served(town: Town) -> ownership.Claim:
    await town.on_duty()
    await town.says("petugas")
    return await town.claim()


async def test_a_photo_while_a_person_serves_gets_one_sentence(town: Town) -> None:
    await _is_served(town)
    [told] = await town.says(**PHOTO, text="")
    assert told.startswith("Petugas melihat bahwa Anda mengirim foto, tetapi tidak bisa membukanya")
    assert "tidak mengirim foto KTP" in told
    assert await town.says(**VOICE, text="") == []
    assert await town.says(**PHOTO, text="ini berkasnya") == []
    assert await town.says("halo?") == [], "the bot stays silent"


@pytest.mark.parametrize(("sent", "word"), [("voice", "音声"), ("sticker", "スタンプ"), ("application/pdf", "ファイル")])
async def test_it_is_said_in_the_citizens_language_and_names_what_came(town: Town, sent: str, word: str) -> None:
    await town.on_duty()
    await town.says("petugas", language="ja")
    await town.claim()
    [told] = await town.says("", kind="media", media={"type": sent})
    assert told.startswith(f"{word}をお送りいただいたことは職員に伝わっています")
    assert "身分証" in told


async def test_the_operator_sees_what_came_and_that_the_citizen_waits_still(town: Town) -> None:
    claim = await _is_served(town)
    await town.says(**PHOTO, text="ini berkasnya")
    came = await town.sees(lambda: Message.objects.filter(direction="in").latest("pk"))
    assert (came.text, came.content["type"]) == ("ini berkasnya", "photo")
    [row] = await in_database(lists.mine, town.operator, town.agency)
    assert (row.pk, row.last_direction, row.last_text) == (claim.handoff, "in", "ini berkasnya")  # type: ignore[attr-defined]


async def test_it_is_said_as_well_to_whoever_waits_for_a_person_to_come_back(town: Town) -> None:
    claim = await _is_served(town)
    await in_database(replying.reply, claim, "Sebentar ya", timezone.now(), client_id="1")
    await in_database(ownership.release, claim, timezone.now())
    *_, told = await town.says(**PHOTO, text="")
    assert told.startswith("Petugas melihat")


async def test_the_next_time_that_a_person_is_needed_it_is_said_again(town: Town) -> None:
    claim = await _is_served(town)
    await town.says(**PHOTO, text="")
    await in_database(giving_back.give_back, claim, timezone.now(), Handoff.Outcome.SOLVED, "", False)
    await town.says("petugas lagi")
    await town.claim()
    *_, told = await town.says(**PHOTO, text="")
    assert told.startswith("Petugas melihat")


async def test_what_reached_no_outbox_is_put_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = await _is_served(town)
    with monkeypatch.context() as broken:
        broken.setattr(outgoing, "_try_to_put", lambda message: None)
        assert await town.says(**PHOTO, text="") == []
    later = timezone.now() + dt.timedelta(seconds=11)
    assert await in_database(outgoing.sweep, later) == 1
    sent = await town.sees(lambda: Message.objects.get(external_id=f"unopened:{claim.handoff}"))
    assert (sent.author, sent.conversation_id) == ("bot", (await town.sees(Conversation.objects.get)).pk)

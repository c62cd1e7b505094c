"""What a citizen hears for each kind of thing that can be sent, and what is stored of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.accounts.models import Contact
from bot.accounts.vault import conversation_id
from bot.catalogue import snapshot
from bot.catalogue.store import store_agency
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.replies import QuickReply
from tests.pipeline.conftest import KOTA
from tests.pipeline.fakes import CountingDialogue, dead_letters, rows
from tests.pipeline.platform import ADDRESS, Line, said, the_contact
from tests.pipeline.test_privacy import database_dump, redis_dump

CHOICE = QuickReply("Biaya", {"type": "service", "service": "layanan-1", "facets": ["fee"]}, "費用")


def offices(**places: tuple[float, float]) -> None:
    """Give the city offices at these places."""
    made = [
        {"key": key, "name": {"id": f"Kantor {key}", "ja": f"{key}窓口"}, "latitude": latitude, "longitude": longitude}
        for key, (latitude, longitude) in places.items()
    ]
    store_agency({**KOTA, "offices": made})
    snapshot.forget()


async def test_a_question_is_answered_at_the_address_it_came_from(line: Line) -> None:
    assert await line.ask(said("Syarat KTP")) == ["1: Syarat KTP"]
    assert line.platform.sent[0].address == ADDRESS
    [row] = await rows(line.conversation)
    assert (row.status, row.provider_ids, row.parts_sent) == ("sent", ["provider-1"], 1)


async def test_a_place_is_rounded_before_it_is_stored_and_answered_with_the_nearest_office(line: Line) -> None:
    await in_database(offices, jauh=(-8.9, 114.9), dekat=(-8.22, 114.37))
    await line.hear(said(kind="location", location=[-8.219233, 114.369227]))
    before = await redis_dump(line.redis)
    await line.work()
    await line.send()
    [text] = line.platform.parts_sent
    assert text.index("Kantor dekat (kurang dari 1 km)") < text.index("Kantor jauh")
    everything = before + await redis_dump(line.redis) + await in_database(database_dump)
    assert "-8.22" in before
    assert "8.2192" not in everything
    assert "114.3692" not in everything
    assert line.dialogue.calls == []


async def test_two_places_within_seconds_are_both_answered(line: Line) -> None:
    await in_database(offices, dekat=(-8.22, 114.37))
    there, elsewhere = said(kind="location", location=[-8.2, 114.4]), said(kind="location", location=[-8.5, 114.4])
    assert len(await line.ask(there, elsewhere)) == 2


async def test_a_file_is_not_kept_but_its_kind_and_size_are(line: Line) -> None:
    names = {"photo": "Foto", "image/jpeg": "Foto", "voice": "Pesan suara", "application/pdf": "Berkas", "hologram": "Lampiran"}
    given = [said(kind="media", media={"type": kind, "size": 123}, address=kind) for kind in names]
    texts = await line.ask(*given)
    for kind, name in names.items():
        [text] = [one.part for one in line.platform.sent if one.address == kind]
        assert text.startswith(f"Maaf, di sini saya hanya bisa membaca tulisan. {name} yang Anda kirim tidak kami buka")
        [stored] = await rows(conversation_id(line.account, kind), "in")
        assert stored.content == {"kind": "media", "type": kind, "size": 123, "reason": "not_kept"}
    assert len(texts) == len(names)
    [text] = await line.ask(said(kind="media", media={"type": "photo"}, language="ja"))
    assert "お送りいただいた写真は開いておらず、保存もしていません。" in text
    assert line.dialogue.calls == []


async def test_the_caption_of_a_photo_is_answered_with_the_notice_in_front(line: Line) -> None:
    notices = {"id": "Foto yang Anda kirim tidak kami buka", "ja": "お送りいただいた写真は開いておらず"}
    for language, notice in notices.items():
        [text] = await line.ask(said("Syarat KTP", kind="media", media={"type": "photo"}, language=language, address=language))
        assert notice in text
        assert "ceritakan" not in text
        assert text.endswith("\n\n1: Syarat KTP")


SHOWN_BY = (
    ("ini fotonya min", "id"),
    ("ini KTP saya, tolong dicek ya kak", "id"),
    ("apakah dokumen ini sudah benar?", "id"),
    ("Ini foto rumah saya", "id"),
    ("🙏", "id"),
    ("写真です", "ja"),
    ("私の免許証の写真です。", "ja"),
    ("この書類で合っていますか？", "ja"),
    ("これは何の書類ですか", "ja"),
    ("写真を送りますので、確認してください", "ja"),
)
AS_A_PHOTO = {
    "id": ("hanya bisa membaca tulisan", "ceritakan dengan tulisan apa isinya", "tidak mengirim foto KTP"),
    "ja": (
        "文字のメッセージだけお受けしています",
        "どのような内容か、何をお知りになりたいか",
        "身分証などの書類の写真は送らないでください",
    ),
}


@pytest.mark.parametrize(("caption", "language"), SHOWN_BY)
async def test_a_caption_that_only_shows_the_photo_is_answered_as_the_photo_is(line: Line, caption: str, language: str) -> None:
    [text] = await line.ask(said(caption, kind="media", media={"type": "photo"}, language="id"))
    for words in AS_A_PHOTO[language]:
        assert words in text
    assert line.dialogue.calls == []


@pytest.mark.parametrize(
    "caption",
    [
        "ini KTP rusak, gimana gantinya",
        "KK saya",
        "berkas akta kelahiran",
        "foto untuk KTP ukuran berapa",
        "ini foto KTP hilang",
        "写真は何枚必要ですか",
        "住民票の写しをお願いします",
        "これはどこに出せばいいですか",
        "halo",
    ],
)
async def test_a_caption_that_asks_or_tells_something_is_understood(line: Line, caption: str) -> None:
    [text] = await line.ask(said(caption, kind="media", media={"type": "photo"}))
    assert text.endswith(f"\n\n1: {caption}")


async def test_what_is_no_question_is_answered_with_a_notice_in_the_language_of_the_citizen(line: Line) -> None:
    notices = {
        "contact": ("Anda tidak perlu mengirim kontak atau nomor telepon", "連絡先をお送りいただく必要はありません"),
        "unsupported": ("pesan seperti ini belum bisa saya baca", "この形式のメッセージは読み取れません"),
        "group": ("saya hanya melayani percakapan pribadi", "グループではお答えしていません"),
        "stop": ("kami tidak akan mengirim pesan lagi", "今後メッセージをお送りしません"),
    }
    languages = ("id", "ja")
    await line.ask(*(said(kind=kind, language=language, address=kind + language) for kind in notices for language in languages))
    for kind, sentences in notices.items():
        for language, sentence in zip(languages, sentences, strict=True):
            [text] = [one.part for one in line.platform.sent if one.address == kind + language]
            assert sentence in text
    assert line.dialogue.calls == []


async def test_a_shared_contact_is_not_kept(line: Line) -> None:
    await line.ask(said("Budi Percobaan +62 813-0000-1111", kind="contact"))
    everything = await redis_dump(line.redis) + await in_database(database_dump)
    assert "Budi" not in everything
    assert "0000" + "-1111" not in everything


async def test_a_group_is_told_once_in_an_hour(line: Line) -> None:
    group = "-100123456"
    assert len(await line.ask(said("/menu@bot", group, kind="group"))) == 1
    assert await line.ask(said("halo bot", group, kind="group"), said("bot?", group, kind="group")) == []
    told = keys.group_notice(conversation_id(line.account, group))
    assert 3500 < await line.redis.ttl(told) <= 3600
    await line.redis.delete(told)
    assert len(await line.ask(said("bot!", group, kind="group"))) == 1


async def test_an_edit_replaces_the_stored_text_and_is_not_answered(line: Line) -> None:
    first = said("Syarat KPT")
    await line.ask(first)
    assert await line.ask(said("Syarat KTP, NIK 3578011501900001", kind="edit", edits=first["id"])) == []
    [stored] = await rows(line.conversation, "in")
    assert stored.text == "Syarat KTP, NIK [***]"
    assert "edited" in stored.content
    assert len(line.dialogue.calls) == 1


async def test_an_edit_in_the_same_burst_replaces_the_text_too(line: Line) -> None:
    first = said("Syarat KPT")
    assert await line.ask(first, said("Syarat KTP", kind="edit", edits=first["id"])) == ["1: Syarat KPT"]
    assert [row.text for row in await rows(line.conversation, "in")] == ["Syarat KTP"]


async def test_an_edit_that_comes_before_its_message_is_kept_and_answered_once(line: Line) -> None:
    first = said("Syarat KPT")
    assert await line.ask(said("Syarat KTP", kind="edit", edits=first["id"])) == []
    assert await line.ask(first) == ["1: Syarat KTP"]
    assert [row.text for row in await rows(line.conversation, "in")] == ["Syarat KTP"]


COMMANDS: dict[str, dict[str, Any] | None] = {
    "/start": {"type": "intent", "intent": "greet"},
    "/start layanan-2": {"type": "service", "service": "layanan-2", "facets": ["overview"]},
    "/start LAYANAN-1": {"type": "service", "service": "layanan-1", "facets": ["overview"]},
    "/start tidak-ada": {"type": "intent", "intent": "greet"},
    "/language ja": {"type": "language", "language": "ja"},
    "/bahasa 日本語": {"type": "language", "language": "ja"},
    "/language": {"type": "intent", "intent": "change_language"},
    "/menu@kota_uji_bot": {"type": "intent", "intent": "list_services"},
    "/petugas": {"type": "intent", "intent": "speak_to_person"},
    "/privacy": {"type": "intent", "intent": "privacy"},
    "/tidakada": {"type": "intent", "intent": "help"},
    "/": {"type": "intent", "intent": "help"},
    '/speak_to_person{"fixed_language": "ja"}': {"type": "intent", "intent": "help"},
    " \n/restart": {"type": "intent", "intent": "help"},
    "KTP/KK": None,
}


async def test_a_command_reaches_the_dialogue_only_as_a_meaning_from_the_list(line: Line) -> None:
    await line.ask(*(said(text, address=f"citizen {number}") for number, text in enumerate(COMMANDS)))
    assert len(line.platform.sent) == len(COMMANDS)
    assert {call["text"]: call["button"] for call in line.dialogue.calls} == {text.strip(): meaning for text, meaning in COMMANDS.items()}


async def test_a_pressed_button_comes_back_as_its_meaning(line: Line) -> None:
    line.dialogue = CountingDialogue(line.redis, quick_replies=(CHOICE,))
    await line.ask(said("Halo"))
    [choice] = line.platform.sent[0].reply["quick_replies"]
    await line.ask(said("Biaya", kind="button", button=choice["key"]))
    assert line.dialogue.calls[-1]["button"] == CHOICE.payload
    await line.ask(said("Biaya", kind="button", button="forged"))
    assert line.dialogue.calls[-1]["button"] is None


async def test_after_stop_there_is_a_farewell_and_then_silence_until_start(line: Line) -> None:
    await line.ask(said("Halo"))
    await line.hear(said("Syarat KTP"))
    await line.work()  # an answer waits in the outbox
    [farewell] = await line.ask(said("STOP", kind="stop"))
    assert farewell.startswith("Baik, kami tidak akan mengirim pesan lagi")
    waiting = (await rows(line.conversation))[1]
    assert (waiting.status, waiting.error_code) == ("failed", "opted_out")
    assert waiting.error.startswith("The citizen has asked to hear no more")
    [letter] = await dead_letters(line.redis, "outbox")
    assert letter["reason"].startswith("opted_out: ")
    assert await in_database(lambda: the_contact().state) == Contact.State.OPTED_OUT

    calls = len(line.dialogue.calls)
    assert await line.ask(said("Masih di sana?")) == []
    assert len(line.dialogue.calls) == calls
    assert (await rows(line.conversation, "in"))[-1].text == "Masih di sana?"

    assert len(await line.ask(said("MULAI", kind="start"))) == 1
    assert line.dialogue.calls[-1]["button"] == {"type": "intent", "intent": "greet"}
    assert await in_database(lambda: the_contact().state) == Contact.State.ACTIVE
    assert len(await line.ask(said("Syarat KTP lagi"))) == 1


async def test_a_citizen_who_asked_to_hear_no_more_is_not_taken_for_one_who_blocked_us(line: Line) -> None:
    await line.ask(said("STOP", kind="stop"))
    await line.ask({"id": "u1", "from": ADDRESS, "state": "blocked"})
    assert await line.ask(said("Halo")) == []
    assert await in_database(lambda: the_contact().state) == Contact.State.OPTED_OUT

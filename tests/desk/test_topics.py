"""A Telegram group with topics as a desk, against the strict stand-in of the Bot API: each handoff a topic, each reply there an answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any

import pytest
import redis.asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import AsyncClient
from django.utils import timezone

from bot.accounts.directory import DIRECTORY
from bot.accounts.intake import take_in
from bot.accounts.models import ChannelAccount
from bot.accounts.vault import seal
from bot.catalogue.models import Agency
from bot.desk import ownership, replying
from bot.desk.models import Conversation, DeskSettings, Handoff, InternalNote, Message, Topic
from bot.desk.ownership import Claim
from bot.desk.topics.posting import Posting
from bot.pipeline.database import in_database
from bot.pipeline.poller import Poller
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from bot.replies import Link
from channels import registry
from channels.base import PolledChannel
from channels.telegram.client import close_connections
from tests.desk import stored
from tests.desk.dialogue import DeskDialogue
from tests.desk.town import operator
from tests.pipeline.fakes import consuming, empty, until
from tests.standins import telegram
from tests.standins.conftest import TOKEN, control, log

GROUP, CITIZEN, MEMBER, OTHER_MEMBER = "-1001000000001", "2001", 501, 502


@dataclass
class Village:
    """An agency whose desk is a group, its bot, and one process of each kind."""

    redis: redis.asyncio.Redis[str]
    platform: TestClient[web.Request, web.Application]
    account: str
    agency: Agency
    posting: Posting
    dialogue: DeskDialogue
    position: str = ""

    async def goes_on(self) -> None:
        """Updates are fetched, handled and answered, and the group is shown what is new."""
        account = await DIRECTORY.of_id(self.account)
        assert account is not None
        channel = registry.channel("telegram")
        assert isinstance(channel, PolledChannel)
        state = await (await self.platform.get("/control/state")).json()
        if state["pending_updates"]:
            events, self.position = await channel.poll(account, self.position)
            await take_in(account, events)
            await (await self.platform.post(f"/bot{TOKEN}/getUpdates", json={"offset": int(self.position)})).json()
        async with consuming("inbox", Worker(self.dialogue, self.redis).handling.with_limits(first_pause=0.02)):
            await until(lambda: empty(self.redis, "inbox"))
        async with consuming("outbox", Sender().handling.with_limits(first_pause=0.02, longest_pause=0.05)):
            await until(lambda: empty(self.redis, "outbox"))
        await self.posting.once()

    async def citizen(self, text: str) -> None:
        """The citizen writes to the bot."""
        await control(self.platform, "say", chat=CITIZEN, text=text, language="id")
        await self.goes_on()

    async def member(self, text: str, thread: int, person: int = MEMBER, **more: Any) -> None:
        """Somebody of the group writes in a topic."""
        await control(self.platform, "say", chat=GROUP, kind=more.pop("kind", "text"), thread=thread, text=text, **{"from": person}, **more)
        await self.goes_on()

    async def seen(self, chat: str) -> list[str]:
        """What was shown in a chat so far."""
        return [entry["text"] for entry in await log(self.platform, "message") if entry["chat"] == chat]

    async def topic(self) -> Topic:
        """The newest topic."""
        return await in_database(lambda: Topic.objects.select_related("handoff__operator").latest("handoff"))


@pytest.fixture
async def platform() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A Telegram with one bot, which is an administrator of a group with topics."""
    async with TestClient(TestServer(telegram.application([TOKEN]))) as client:
        yield client


@pytest.fixture
async def village(
    platform: TestClient[web.Request, web.Application], client: redis.asyncio.Redis[str], catalogue: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Village]:
    """The group is connected by the command."""
    monkeypatch.setenv("TELEGRAM_API_URL", str(platform.make_url("")).rstrip("/"))

    def account() -> ChannelAccount:
        agency = Agency.objects.get(key="kota-uji")
        DeskSettings.objects.create(agency=agency, enabled=True)
        return ChannelAccount.objects.create(
            agency=agency, channel="telegram", external_id="123456", credentials=seal(json.dumps({"token": TOKEN})), mode="polling"
        )

    made = await in_database(account)
    await control(platform, "forum", chat=GROUP, name="Petugas")
    await in_database(connect, str(made.pk))
    DIRECTORY.forget()
    yield Village(client, platform, str(made.pk), made.agency, Posting(), DeskDialogue(client))
    await close_connections()
    DIRECTORY.forget()


def connect(account: str, *more: str) -> str:
    """`manage.py desk telegram`; what it says."""
    said = StringIO()
    call_command("desk", "telegram", "--agency", "kota-uji", "--account", account, "--group", GROUP, *more, stdout=said)
    return said.getvalue()


async def is_polled(village: Village) -> bool:
    """Whether a process waits for the platform's news at this moment."""
    return bool((await (await village.platform.get("/control/state")).json())["bots"][0]["polling"])


async def anything_new(client: redis.asyncio.Redis[str]) -> bool:
    """Whether something waits in the inbox."""
    return not await empty(client, "inbox")


async def test_a_handoff_opens_a_topic_with_summary_and_transcript(village: Village) -> None:
    await village.citizen("syarat KTP, NIK saya 3510011708450001")
    await village.citizen("petugas")
    assert "urutan pertama" in (await village.seen(CITIZEN))[-1]
    [made] = [entry for entry in await log(village.platform, "call") if entry["method"] == "createForumTopic"]
    row = (await village.topic()).handoff
    assert made["name"] == f"#{row.pk} · Indonesia · Layanan"
    [post] = await village.seen(GROUP)
    assert "warga meminta petugas" in post
    assert "Layanan: Layanan\n" in post
    assert "👤 syarat KTP, NIK saya [***]" in post
    assert "bot: syarat KTP, NIK saya [***]" in post
    assert "351001" not in post


async def test_a_reply_there_goes_to_the_citizen_and_the_citizens_words_come_back(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Selamat pagi, kantor kami 0333-424172", topic.thread)
    assert (await village.seen(CITIZEN))[-1] == "Selamat pagi, kantor kami 0333-424172"
    row = (await village.topic()).handoff
    assert (row.state, row.operator is not None and row.operator.get_full_name()) == ("claimed", "Grup petugas")
    assert (await village.seen(GROUP))[-1].endswith("Setiap balasan di topik ini dikirim kepada warga.")
    await village.citizen("terima kasih")
    assert (await village.seen(GROUP))[-1] == "👤 terima kasih"
    # Another member of the group may go on.
    await village.member("Sama-sama", topic.thread, OTHER_MEMBER)
    assert (await village.seen(CITIZEN))[-1] == "Sama-sama"
    # What was written in the topic is not shown there again.
    assert not any("Sama-sama" in text for text in await village.seen(GROUP))


async def test_a_reply_is_not_lost_while_the_platform_is_still_asked_by_the_account_of_before(village: Village) -> None:
    """The poller waits up to 25 seconds for news, and the group became the desk within them."""
    await village.citizen("petugas")
    topic = await village.topic()
    await in_database(connect, village.account, "--off")
    DIRECTORY.forget()
    stop = asyncio.Event()
    poller = asyncio.create_task(Poller().run(stop))
    try:
        await until(lambda: is_polled(village))
        await in_database(connect, village.account)
        await control(village.platform, "say", chat=GROUP, kind="text", thread=topic.thread, text="Selamat pagi", **{"from": MEMBER})
        await until(lambda: anything_new(village.redis))
    finally:
        stop.set()
        await poller
    await village.goes_on()
    assert (await village.seen(CITIZEN))[-1] == "Selamat pagi"


async def test_a_reply_by_webhook_is_read_by_the_account_as_it_is_stored_now(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    secret = {"token": TOKEN, "webhook_secret": "only-telegram-knows"}
    await in_database(connect, village.account, "--off")
    await in_database(lambda: ChannelAccount.objects.update(credentials=seal(json.dumps(secret)), mode="webhook"))
    DIRECTORY.forget()
    found = await DIRECTORY.of_id(village.account)
    assert found is not None
    # The web process has just read its accounts, and would not look again for three seconds.
    await in_database(connect, village.account)
    update = {
        "update_id": 77,
        "message": {
            "message_id": 4711,
            "date": 1_780_000_000,
            "from": {"id": MEMBER, "is_bot": False, "first_name": "Wati"},
            "chat": {"id": int(GROUP), "type": "supergroup", "is_forum": True},
            "message_thread_id": topic.thread,
            "is_topic_message": True,
            "text": "Selamat siang",
        },
    }
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret["webhook_secret"]}
    answer: Any = await AsyncClient().post(f"/hooks/{found.path}", json.dumps(update), content_type="application/json", headers=headers)
    assert answer.status_code == 200
    await village.goes_on()
    assert (await village.seen(CITIZEN))[-1] == "Selamat siang"


async def test_links_of_a_reply_from_the_page_are_shown_in_the_topic(village: Village) -> None:
    await village.citizen("petugas")
    row = (await village.topic()).handoff
    user = await in_database(operator, village.agency)
    claim = await in_database(ownership.claim, row.pk, user, timezone.now())
    link = Link("Formulir F-1.02", "https://kota.example/f102.pdf")
    await in_database(lambda: replying.reply(claim, "Silakan diisi", timezone.now(), client_id="1", links=(link,)))
    await village.goes_on()
    assert "🧑‍💼 Silakan diisi\n🔗 Formulir F-1.02: https://kota.example/f102.pdf" in (await village.seen(GROUP))[-1]


async def test_danger_while_the_group_serves_is_told_in_the_topic_once(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Selamat pagi", topic.thread)
    before = len(await village.seen(CITIZEN))
    await village.citizen("bahaya aku di ujung jembatan")
    await village.citizen("bahaya sekali")
    assert len(await village.seen(CITIZEN)) == before, "the bot stays silent"
    posts = await village.seen(GROUP)
    assert sum("DARURAT" in post for post in posts) == 1
    assert any("👤 bahaya aku di ujung jembatan\n\n🆘 DARURAT" in post for post in posts)


async def test_done_gives_back_and_closes_the_topic(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Sudah kami periksa", topic.thread)
    await village.member("/done KTP selesai", topic.thread)
    await village.goes_on()
    assert "Percakapan dengan petugas sudah selesai" in (await village.seen(CITIZEN))[-1]
    row = (await village.topic()).handoff
    assert (row.state, row.outcome, row.settled) == ("closed", "solved", "KTP selesai")
    assert await in_database(lambda: Conversation.objects.get().owner) == "bot"
    assert [entry["thread"] for entry in await log(village.platform, "call") if entry["method"] == "closeForumTopic"] == [topic.thread]
    await village.member("masih ada?", topic.thread)
    assert "masih ada?" not in await village.seen(CITIZEN)


async def test_claim_note_and_release_do_what_the_page_does(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("/claim", topic.thread)
    assert (await village.topic()).handoff.state == "claimed"
    await village.member("/note sudah pernah datang", topic.thread, name="Petugas")
    [note] = await in_database(lambda: list(InternalNote.objects.all()))
    assert note.text == "sudah pernah datang"
    assert (await village.seen(GROUP))[-1] == "📝 Catatan disimpan untuk rekan petugas. Warga tidak menerimanya."
    await village.member("/note", topic.thread)
    assert (await village.seen(GROUP))[-1].startswith("Catatan belum ada.")
    assert len(await in_database(lambda: list(InternalNote.objects.all()))) == 1
    await village.member("/release", topic.thread)
    assert (await village.topic()).handoff.state == "waiting"
    await village.member("/apa", topic.thread)
    assert "Perintah itu tidak dikenal" in (await village.seen(GROUP))[-1]
    assert [text for text in await village.seen(CITIZEN) if "datang" in text] == []


async def test_a_claim_on_the_page_makes_the_topic_read_only(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    user = await in_database(operator, village.agency)
    claim = await in_database(ownership.claim, topic.handoff.pk, user, timezone.now())
    await village.goes_on()
    assert f"{user.get_full_name()} melayani percakapan ini" in (await village.seen(GROUP))[-1]
    await village.member("Halo dari grup", topic.thread)
    assert "Halo dari grup" not in await village.seen(CITIZEN)
    assert f"Tidak dikirim: {user.get_full_name()} sedang melayani" in (await village.seen(GROUP))[-1]
    await in_database(lambda: replying.reply(claim, "Halo dari halaman", timezone.now(), client_id="1"))
    await village.goes_on()
    assert (await village.seen(CITIZEN))[-1] == "Halo dari halaman"
    assert (await village.seen(GROUP))[-1] == "🧑‍💼 Halo dari halaman"


async def test_the_group_that_gets_a_conversation_reads_the_remark_of_whoever_passed_it_on(village: Village) -> None:
    await village.citizen("petugas")
    row = (await village.topic()).handoff
    user = await in_database(operator, village.agency)
    claim = await in_database(ownership.claim, row.pk, user, timezone.now())
    unit = await in_database(stored.unit, village.agency, "pajak")
    await in_database(partial(ownership.transfer, claim, timezone.now(), unit=unit, remark="Sudah bawa berkas"))
    await village.goes_on()
    [told] = [text for text in await village.seen(GROUP) if "memindahkan percakapan ini ke Bagian pajak." in text]
    assert f"{user.first_name}: Sudah bawa berkas" in told


@pytest.mark.parametrize(
    ("language", "to", "words"),
    [
        ("id", "colleague", "{by} menyerahkan percakapan ini kepada {to}. Balasan dari orang lain tidak dikirim."),
        ("ja", "colleague", "{by}が{to}に引き継ぎました。ほかの人の返信は送られません。"),
        ("id", "given", "{by} menyerahkan percakapan ini kepada {to}. Balasan dari orang lain tidak dikirim."),
        ("id", "agency", "{by} memindahkan percakapan ini ke {to}."),
        ("ja", "agency", "{by}が{to}に引き継ぎました。"),
    ],
)
async def test_the_topic_says_to_whom_a_conversation_went(village: Village, language: str, to: str, words: str) -> None:
    await in_database(lambda: Agency.objects.filter(key="kota-uji").update(default_language=language))
    await village.citizen("petugas")
    row = (await village.topic()).handoff
    user, other = await in_database(operator, village.agency), await in_database(operator, village.agency)
    claim = await in_database(ownership.claim, row.pk, user, timezone.now())
    shi = await in_database(lambda: Agency.objects.get(key="tesuto-shi"))
    if to == "colleague":
        await in_database(lambda: ownership.transfer(claim, timezone.now(), to=other))
    elif to == "given":
        await in_database(lambda: ownership.take_from(row.pk, other, user, timezone.now()))
    else:
        await in_database(lambda: ownership.transfer(claim, timezone.now(), agency=shi))
    await village.posting.once()
    name = shi.name[language] if to == "agency" else other.get_full_name()
    assert words.format(by=user.get_full_name(), to=name) in (await village.seen(GROUP))[-1]


async def _claimed_beside_another_agency(village: Village) -> tuple[Topic, User, Claim, Agency]:
    await village.citizen("petugas")
    topic = await village.topic()
    user = await in_database(operator, village.agency)
    claim = await in_database(ownership.claim, topic.handoff.pk, user, timezone.now())
    return topic, user, claim, await in_database(lambda: Agency.objects.get(key="tesuto-shi"))


async def test_who_writes_on_where_a_conversation_has_left_the_agency_does_not_answer_in_the_others_name(village: Village) -> None:
    topic, _user, claim, shi = await _claimed_beside_another_agency(village)
    await in_database(lambda: ownership.transfer(claim, timezone.now(), agency=shi))
    await village.goes_on()
    assert (await village.topic()).is_closed
    await village.member("Halo dari grup", topic.thread)
    assert f"sudah pindah ke {shi.name['id']}." in (await village.seen(GROUP))[-1]
    assert "Halo dari grup" not in await village.seen(CITIZEN)
    assert (await village.topic()).handoff.state == "waiting"


async def test_a_conversation_from_another_agency_gets_a_topic_in_the_group_there(village: Village) -> None:
    _first, user, claim, shi = await _claimed_beside_another_agency(village)
    group = "-1001000000002"
    await control(village.platform, "forum", chat=group, name="Other")

    def settle() -> None:
        DeskSettings.objects.create(agency=shi, enabled=True, telegram_account_id=village.account, telegram_group=group)
        ownership.transfer(claim, timezone.now(), agency=shi, remark="Sudah bawa berkas")

    await in_database(settle)
    for _ in range(2):
        await village.posting.once()
    there = "\n".join(await village.seen(group))
    assert "Sudah bawa berkas" in there
    assert f"{user.get_full_name()} memindahkan percakapan ini ke" in (await village.seen(GROUP))[-1]
    opened = [entry for entry in await log(village.platform, "call") if entry["method"] == "createForumTopic"]
    await village.posting.once()
    assert len([entry for entry in await log(village.platform, "call") if entry["method"] == "createForumTopic"]) == len(opened) == 2
    assert (await village.topic()).group == group


async def test_a_member_who_is_known_acts_in_their_own_name(village: Village) -> None:
    user = await in_database(operator, village.agency)

    def introduce() -> None:
        call_command(
            "desk",
            "member",
            user.username,
            "--agency",
            "kota-uji",
            "--account",
            village.account,
            "--person",
            str(MEMBER),
            stdout=StringIO(),
        )

    await in_database(introduce)
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Selamat pagi", topic.thread)
    row = (await village.topic()).handoff
    assert row.operator == user
    await village.member("Saya juga", topic.thread, OTHER_MEMBER)
    assert "Saya juga" not in await village.seen(CITIZEN)
    stored = await in_database(lambda: Message.objects.get(author="operator"))
    assert stored.operator_id == user.pk


async def test_a_photo_in_a_topic_is_not_passed_on_and_the_group_hears_so(village: Village) -> None:
    await village.citizen("petugas")
    await village.member("", (await village.topic()).thread, kind="photo")
    assert "hanya tulisan" in (await village.seen(GROUP))[-1]


async def test_a_reply_that_could_not_be_delivered_is_told_in_the_topic_once_with_the_reason(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await control(village.platform, "block", chat=CITIZEN)
    await village.member("Silakan datang ke kantor dengan membawa KTP asli", topic.thread)
    told = (await village.seen(GROUP))[-1]
    assert "Belum sampai kepada warga: “Silakan datang ke kantor dengan membawa KTP asli”" in told
    assert "Warga memblokir layanan ini" in told
    for _ in range(2):
        await village.posting.once()
    assert (await village.seen(GROUP)).count(told) == 1


async def test_a_reply_that_fails_after_the_end_is_told_in_the_closed_topic(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Silakan ambil hari Senin", topic.thread)
    await village.member("/selesai", topic.thread)
    await village.goes_on()
    assert (await village.topic()).is_closed
    closed = [entry for entry in await log(village.platform, "call") if entry["method"] == "closeForumTopic"]

    def fails() -> None:
        Message.objects.filter(text="Silakan ambil hari Senin").update(status="failed", error_code="63013", error="Refused.")

    await in_database(fails)
    await village.posting.once()
    assert "Belum sampai kepada warga: “Silakan ambil hari Senin”\nPlatform tidak menerima pesan ini." in (await village.seen(GROUP))[-1]
    assert [entry for entry in await log(village.platform, "call") if entry["method"] == "closeForumTopic"] == closed


async def test_an_agency_that_works_in_japanese_reads_the_reason_in_japanese(village: Village) -> None:
    await in_database(lambda: Agency.objects.filter(pk=village.agency.pk).update(default_language="ja"))
    await village.citizen("petugas")
    await control(village.platform, "block", chat=CITIZEN)
    await village.member("窓口へお越しください", (await village.topic()).thread)
    assert "住民に届いていません：「窓口へお越しください」\n住民がこのサービスをブロックしています。" in (await village.seen(GROUP))[-1]


async def test_who_edits_a_reply_hears_once_that_the_citizen_keeps_the_first_text(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("Buka jam 9", topic.thread)
    sent = max(entry["message_id"] for entry in await log(village.platform, "said"))
    for text in ("Buka jam 8", "Buka jam 8.30"):
        await village.member(text, topic.thread, kind="edit", message_id=sent)
    assert (await village.seen(CITIZEN))[-1] == "Buka jam 9"
    told = [text for text in await village.seen(GROUP) if "warga tetap melihat tulisan yang pertama" in text]
    assert len(told) == 1
    assert await in_database(lambda: Message.objects.filter(author="operator").count()) == 1


async def test_the_group_reads_what_the_citizen_sent_and_changed(village: Village) -> None:
    await village.citizen("petugas")
    for kind in ("sticker", "location"):
        await control(village.platform, "say", chat=CITIZEN, text="", kind=kind)
        await village.goes_on()
    sent = await control(village.platform, "say", chat=CITIZEN, text="anak saya lahir tanggal 3")
    await village.goes_on()
    for _ in range(2):
        await control(village.platform, "say", chat=CITIZEN, text="anak saya lahir tanggal 5", kind="edit", message_id=sent["message_id"])
        await village.goes_on()
    seen = await village.seen(GROUP)
    assert [post.split("\n")[0] for post in seen if post.startswith("👤 [")] == ["👤 [Stiker, tidak disimpan]", "👤 [Lokasi]"]
    assert [post for post in seen if "tanggal 5" in post] == ["✏️ Warga mengubah pesannya: anak saya lahir tanggal 5"]


async def test_an_edited_note_stays_a_note_and_does_not_reach_the_citizen(village: Village) -> None:
    await village.citizen("petugas")
    topic = await village.topic()
    await village.member("/note sudah datang", topic.thread)
    note = max(entry["message_id"] for entry in await log(village.platform, "said"))
    before = await village.seen(CITIZEN)
    await village.member("sudah datang dua kali", topic.thread, kind="edit", message_id=note)
    assert await village.seen(CITIZEN) == before
    assert "tidak dibaca oleh bot" in (await village.seen(GROUP))[-1]


async def test_a_topic_that_somebody_deleted_does_not_hold_up_the_others(village: Village) -> None:
    await village.citizen("petugas")
    gone = await village.topic()
    await control(village.platform, "delete_topic", chat=GROUP, thread=gone.thread)
    await village.citizen("halo")
    await control(village.platform, "say", chat="2002", text="petugas", language="id")
    await village.goes_on()
    await village.posting.once()
    other = await village.topic()
    assert other.pk != gone.pk
    assert any(entry["chat"] == GROUP and entry.get("thread") == other.thread for entry in await log(village.platform, "message"))


async def test_whose_topic_somebody_deleted_gets_another_one_and_is_answered_there(village: Village) -> None:
    await village.citizen("syarat KTP")
    await village.citizen("petugas")
    first = await village.topic()
    await village.member("Halo, ada yang bisa dibantu?", first.thread)
    await control(village.platform, "delete_topic", chat=GROUP, thread=first.thread)
    await village.citizen("berkas saya belum jadi")
    await village.posting.once()
    second = await village.topic()
    assert (second.pk, second.thread != first.thread) == (first.pk, True)
    assert second.handoff.state == Handoff.State.CLAIMED
    shown = "\n".join(entry["text"] for entry in await log(village.platform, "message") if entry.get("thread") == second.thread)
    assert "syarat KTP" in shown
    for words in ("Topik sebelumnya dihapus", "berkas saya belum jadi"):
        assert shown.count(words) == 1, words
    await village.member("Berkasnya sudah siap.", second.thread)
    assert (await village.seen(CITIZEN))[-1].endswith("Berkasnya sudah siap.")


async def test_a_citizen_who_waits_silently_is_not_lost_with_the_topic(village: Village) -> None:
    await village.citizen("petugas")
    first = await village.topic()
    await control(village.platform, "delete_topic", chat=GROUP, thread=first.thread)
    await village.posting.once()
    assert (await village.topic()).thread == first.thread
    await in_database(waited, first.pk, 31)
    await village.posting.once()
    await village.posting.once()
    second = await village.topic()
    assert second.thread != first.thread
    assert "Warga sudah menunggu 31 menit" in (await village.seen(GROUP))[-1]


async def test_no_topics_are_made_without_end_where_a_new_one_is_refused_too(village: Village) -> None:
    await village.citizen("petugas")
    for _ in range(2):
        await control(village.platform, "delete_topic", chat=GROUP, thread=(await village.topic()).thread)
        for _ in range(2):
            await village.citizen("halo")
            await village.posting.once()
    made = [entry for entry in await log(village.platform, "call") if entry["method"] == "createForumTopic"]
    assert len(made) == 2


async def test_the_topic_says_once_that_a_citizen_waits_for_longer_than_was_promised(village: Village) -> None:
    await village.citizen("petugas")
    row = (await village.topic()).handoff
    await village.posting.once()
    assert not any("sudah menunggu" in text for text in await village.seen(GROUP))
    await in_database(waited, row.pk, 45)
    for _ in range(3):
        await village.posting.once()
    assert [text for text in await village.seen(GROUP) if "sudah menunggu 45 menit" in text] == [(await village.seen(GROUP))[-1]]


def waited(handoff: int, minutes: int) -> None:
    """The citizen came so long ago."""
    Handoff.objects.filter(pk=handoff).update(waiting_since=timezone.now() - dt.timedelta(minutes=minutes))


async def test_the_groups_general_talk_and_other_topics_get_no_answer(village: Village) -> None:
    await control(village.platform, "say", chat=GROUP, text="/start", **{"from": MEMBER})
    await village.goes_on()
    assert await village.seen(GROUP) == []
    assert not await in_database(Message.objects.exists)


async def test_another_group_still_gets_the_polite_refusal(village: Village) -> None:
    await control(village.platform, "say", chat="-1002000000002", kind="group", text="/start")
    await village.goes_on()
    assert "hanya melayani percakapan pribadi" in (await village.seen("-1002000000002"))[-1]


async def test_what_was_posted_is_not_posted_again(village: Village) -> None:
    await village.citizen("petugas")
    for _ in range(3):
        await village.posting.once()
    assert len(await village.seen(GROUP)) == 1


@pytest.mark.parametrize(
    ("wish", "words"),
    [({"topics": False}, "no topics"), ({"administrator": False}, "administrator"), ({"manages": False}, "right to manage topics")],
)
async def test_a_group_that_cannot_be_a_desk_is_refused_with_what_to_do(village: Village, wish: dict[str, bool], words: str) -> None:
    await control(village.platform, "forum", chat=GROUP, **wish)
    with pytest.raises(CommandError, match=words):
        await in_database(connect, village.account)


@pytest.mark.parametrize("how", ["topics off", "thrown out"])
async def test_a_group_that_cannot_be_written_to_is_nobody_until_it_can_again(village: Village, how: str) -> None:
    async def lost(is_so: bool) -> None:
        if how == "topics off":
            await control(village.platform, "forum", chat=GROUP, topics=not is_so)
        else:
            await control(village.platform, "block" if is_so else "unblock", chat=GROUP, kind="group")

    await village.citizen("petugas")
    await lost(True)
    await village.citizen("syarat KTP")
    [since] = await in_database(lambda: list(DeskSettings.objects.values_list("group_lost_at", flat=True)))
    assert since is not None
    await control(village.platform, "say", chat="2002", text="petugas", language="id")
    await village.goes_on()
    assert "belum ada petugas yang bisa menjawab" in (await village.seen("2002"))[-1]
    await lost(False)
    village.posting = Posting()
    await village.goes_on()
    assert "syarat KTP" in (await village.seen(GROUP))[-1]
    await control(village.platform, "say", chat="2002", text="petugas dong", language="id")
    await village.goes_on()
    assert "sudah kami teruskan ke petugas" in (await village.seen("2002"))[-1]


async def test_a_group_can_be_disconnected(village: Village) -> None:
    await in_database(connect, village.account, "--off")
    desk = await in_database(lambda: DeskSettings.objects.get())
    account = await in_database(lambda: ChannelAccount.objects.get())
    assert (desk.telegram_group, desk.telegram_account_id, account.settings) == ("", None, {})


async def test_nobody_can_sign_in_with_the_groups_account(village: Village) -> None:
    await village.citizen("petugas")
    await village.member("Halo", (await village.topic()).thread)
    account = await in_database(lambda: User.objects.get(username="desk-group:kota-uji"))
    assert not account.is_active
    assert not account.has_usable_password()
    assert await in_database(Handoff.objects.count) == 1

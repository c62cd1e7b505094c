"""Whole conversations with the stand-in, which checks every request as strictly as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from channels.base import Account, ContactUpdate, Delivery, Event, Incoming, Outgoing
from channels.errors import Moved, TryLater, Unreachable
from channels.telegram import Telegram
from channels.telegram.client import close_connections
from tests.channels.telegram_api import TOKEN
from tests.standins import telegram

CHANNEL = Telegram()
ACCOUNT = Account("1", "kota-uji", "telegram", path="jalan-rahasia", polling=True, credentials={"token": TOKEN})
CHAT = 511000101
REPLY = {
    "text": "Syarat KTP-el <baru> & hilang:\n▸ Umum\n" + 'Fotokopi KK & surat "pengantar". ' * 300,
    "quick_replies": [{"title": f"Pilihan {number}", "key": f"key_{number:08d}"} for number in range(5)],
    "links": [{"title": "Laman <resmi>", "url": "https://example.go.id/?a=1&b=2"}],
    "location": {"title": "Kantor", "address": "Jl. Contoh 1", "latitude": -8.2, "longitude": 114.3},
}


@dataclass
class Phone:
    """What citizens do, and what we hear of it."""

    client: Any
    position: str = ""

    async def do(self, action: str, chat: int = CHAT, **wish: Any) -> dict[str, Any]:
        async with self.client.post(f"/control/{action}", json={"chat": chat, **wish}) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == 200, body
            return body

    async def log(self, method: str) -> list[dict[str, Any]]:
        async with self.client.get("/control/log") as answer:
            entries: list[dict[str, Any]] = (await answer.json())["entries"]
        return [entry for entry in entries if entry.get("method") == method]

    async def news(self) -> list[Event]:
        events, self.position = await CHANNEL.poll(ACCOUNT, self.position)
        return events

    async def only(self) -> Incoming:
        (event,) = await self.news()
        assert isinstance(event, Incoming)
        return event


@pytest.fixture
async def phone(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    async with TestClient(TestServer(telegram.application([TOKEN]))) as client:
        monkeypatch.setenv("TELEGRAM_API_URL", str(client.make_url("/")))
        try:
            yield Phone(client)
        finally:
            await close_connections()


def _outgoing(reply: dict[str, Any], address: str) -> Outgoing:
    return Outgoing(1, "c", address, "id", reply)


async def test_a_question_a_long_answer_and_a_pressed_button(phone: Phone) -> None:
    await phone.do("say", text="/start ktp-el-baru", language="id")
    asked = await phone.only()
    assert (asked.kind, asked.text, asked.address, asked.language) == ("text", "/start ktp-el-baru", str(CHAT), "id")
    await CHANNEL.typing(ACCOUNT, asked.address, asked.external_id)
    message = _outgoing(REPLY, asked.address)
    numbers = [(await _patiently(message, part)).provider_id for part in CHANNEL.parts(ACCOUNT, message)]
    assert len(numbers) == 4
    await phone.do("press", message_id=int(numbers[-2]), button=1)
    pressed = await phone.only()
    assert (pressed.kind, pressed.text, pressed.button) == ("button", "Pilihan 1", "key_00000001")
    await CHANNEL.confirm(ACCOUNT, pressed)
    assert [entry["ok"] for entry in await phone.log("answerCallbackQuery")] == [True]
    assert all(entry["ok"] or entry["status"] == 429 for entry in await phone.log("sendMessage"))


async def _patiently(message: Outgoing, part: Any) -> Delivery:
    """Send it at the pace that the stand-in allows: one message a second in a chat, like Telegram."""
    for _ in range(10):
        try:
            return await CHANNEL.send(ACCOUNT, message, part)
        except TryLater as error:
            pause = error.retry_after
        assert pause, "It was refused for another reason than its pace."
        await asyncio.sleep(pause)
    raise AssertionError("The stand-in never took it.")


async def test_every_kind_of_message_is_understood(phone: Phone) -> None:
    kinds = {
        "text": "text",
        "location": "location",
        "contact": "contact",
        "photo": "media",
        "document": "media",
        "voice": "media",
        "audio": "media",
        "video": "media",
        "sticker": "media",
        "poll": "unsupported",
        "dice": "unsupported",
    }
    for sent, kind in kinds.items():
        await phone.do("say", kind=sent, text="Halo", language="ja")
        event = await phone.only()
        assert (event.kind, event.language) == (kind, "ja")


async def test_an_edit_names_the_message_that_it_replaces(phone: Phone) -> None:
    number = (await phone.do("say", text="Syarat KTP"))["message_id"]
    first = await phone.only()
    await phone.do("say", kind="edit", message_id=number, text="Syarat KK")
    second = await phone.only()
    assert (second.kind, second.text, second.edits) == ("edit", "Syarat KK", first.external_id)


async def test_a_block_is_heard_and_felt(phone: Phone) -> None:
    await phone.do("say", text="Halo")
    await phone.news()
    await phone.do("block")
    (event,) = await phone.news()
    assert isinstance(event, ContactUpdate)
    assert event.state == "blocked"
    message = _outgoing({"text": "Halo"}, str(CHAT))
    with pytest.raises(Unreachable) as raised:
        await CHANNEL.send(ACCOUNT, message, CHANNEL.parts(ACCOUNT, message)[0])
    assert raised.value.state == "blocked"
    await phone.do("unblock")
    (event,) = await phone.news()
    assert isinstance(event, ContactUpdate)
    assert event.state == "active"


async def test_a_stranger_is_unreachable(phone: Phone) -> None:
    message = _outgoing({"text": "Halo"}, "999")
    with pytest.raises(Unreachable) as raised:
        await CHANNEL.send(ACCOUNT, message, CHANNEL.parts(ACCOUNT, message)[0])
    assert raised.value.state == "invalid"


async def test_a_group_that_migrates_takes_its_address_along(phone: Phone) -> None:
    group = -4000000077
    await phone.do("say", group, kind="group", text="/help")
    assert {event.kind for event in await phone.news() if isinstance(event, Incoming)} == {"group"}
    await phone.do("migrate", group)
    (moved,) = await phone.news()
    assert isinstance(moved, ContactUpdate)
    message = _outgoing({"text": "Halo"}, str(group))
    with pytest.raises(Moved) as raised:
        await CHANNEL.send(ACCOUNT, message, CHANNEL.parts(ACCOUNT, message)[0])
    assert raised.value.address == moved.new_address


async def test_setting_up_is_accepted(phone: Phone) -> None:
    await CHANNEL.identify({"token": TOKEN}, {})
    await CHANNEL.introduce(ACCOUNT)
    await CHANNEL.set_webhook(ACCOUNT, "https://layanan.example.go.id/webhooks/jalan-rahasia")
    with pytest.raises(TryLater) as raised:
        await phone.news()
    assert raised.value.code == "409"
    await CHANNEL.set_webhook(ACCOUNT, None)
    await phone.do("say", text="Halo")
    assert (await phone.only()).text == "Halo"

"""The Telegram stand-in hands over updates as Telegram does: by polling or to a webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from aiohttp import web

from tests.standins import telegram_delivery
from tests.standins.conftest import Client, Webhook, control, log, until

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries come quickly."""
    monkeypatch.setattr(telegram_delivery, "PAUSES", (0.01, 0.02))


async def test_an_update_comes_until_it_is_confirmed(bots: Client, call: Call) -> None:
    first = await control(bots, "say", chat="1001", text="satu", language="id")
    second = await control(bots, "say", chat="1001", text="dua")
    for _ in range(2):
        updates = (await call("getUpdates"))["result"]
        assert [update["message"]["text"] for update in updates] == ["satu", "dua"]
    assert updates[0]["message"]["from"]["language_code"] == "id"
    assert [u["update_id"] for u in (await call("getUpdates", offset=first["update_id"] + 1))["result"]] == [second["update_id"]]
    assert [entry["update_id"] for entry in await log(bots, "delivered_update")] == [first["update_id"]]
    assert (await call("getUpdates", offset=second["update_id"] + 1))["result"] == []


async def test_a_negative_offset_takes_the_last(bots: Client, call: Call) -> None:
    for text in "abc":
        await control(bots, "say", chat="1001", text=text)
    assert [u["message"]["text"] for u in (await call("getUpdates", offset=-1))["result"]] == ["c"]
    assert len((await call("getUpdates"))["result"]) == 1


async def test_a_long_poll_ends_with_the_first_update(bots: Client, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await control(bots, "say", chat="1001", text="Halo")
    assert len((await poll)["result"]) == 1


async def test_a_second_poll_ends_the_first(call: Call) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert (await call("getUpdates"))["ok"]
    assert (await first)["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_webhook_and_polling_exclude_each_other(call: Call, webhook: Webhook) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await call("setWebhook", url=webhook.url)
    assert (await poll)["error_code"] == 409
    assert (await call("getUpdates"))["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    await call("deleteWebhook")
    assert (await call("getUpdates"))["ok"]


async def test_only_wanted_updates_come(bots: Client, call: Call) -> None:
    await call("getUpdates", allowed_updates=["message"])
    await control(bots, "say", chat="1001", text="Halo")
    await control(bots, "block", chat="1001")
    assert ["message" in update for update in (await call("getUpdates"))["result"]] == [True]


@pytest.mark.parametrize(
    "params",
    [
        {"url": "http://bot.example.org/x"},
        {"url": "no address"},
        {"url": "https://bot.example.org/x", "secret_token": "a b"},
        {"url": "https://bot.example.org/x", "secret_token": "a" * 257},
        {"url": "https://bot.example.org/x", "max_connections": 101},
    ],
)
async def test_it_refuses_a_webhook(call: Call, params: dict[str, Any]) -> None:
    assert (await call("setWebhook", **params))["error_code"] == 400


async def test_a_webhook_gets_what_waited_and_what_comes(bots: Client, call: Call, webhook: Webhook) -> None:
    await control(bots, "say", chat="1001", text="satu")
    await call("setWebhook", url=webhook.url, secret_token="geheim_1")
    await control(bots, "say", chat="1001", text="dua")
    await until(bots, "delivered_update", 2)
    headers, body = webhook.got[0]
    assert headers["X-Telegram-Bot-Api-Secret-Token"] == "geheim_1"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["message"]["text"] == "satu"
    assert json.loads(webhook.got[1][1])["message"]["text"] == "dua"


async def test_it_tries_again_until_taken_and_in_order(bots: Client, call: Call, webhook: Webhook) -> None:
    webhook.statuses = [503, 500, 302]
    await call("setWebhook", url=webhook.url)
    for text in ("satu", "dua"):
        await control(bots, "say", chat="1001", text=text)
    delivered = await until(bots, "delivered_update", 2)
    assert [entry["update"]["message"]["text"] for entry in delivered] == ["satu", "dua"]
    assert delivered[0]["attempts"] == 4
    info = (await call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 302"
    assert info["pending_update_count"] == 0


async def test_a_failing_chat_does_not_hold_up_another(bots: Client, call: Call, webhook: Webhook) -> None:
    await call("setWebhook", url=webhook.url)
    webhook.statuses = [503] * 3
    await control(bots, "say", chat="1001", text="satu")
    await control(bots, "say", chat="1002", text="dua")
    assert {entry["chat"] for entry in await until(bots, "delivered_update", 2)} == {"1001", "1002"}


async def test_a_call_in_the_answer_is_carried_out(bots: Client, call: Call, webhook: Webhook) -> None:
    await call("setWebhook", url=webhook.url)
    webhook.answer = lambda: web.json_response({"method": "sendMessage", "chat_id": 1001, "text": "Halo juga"})
    await control(bots, "say", chat="1001", text="Halo")
    assert (await until(bots, "message"))[0]["text"] == "Halo juga"


async def test_every_kind_of_message_comes_as_documented(bots: Client, call: Call) -> None:
    for kind in ("photo", "document", "voice", "sticker", "location", "contact", "video", "poll"):
        await control(bots, "say", chat="1001", kind=kind)
    said = await control(bots, "say", chat="1001", text="/start ktp-el-baru")
    await control(bots, "say", chat="1001", kind="edit", text="Paspor", message_id=said["message_id"])
    updates = (await call("getUpdates"))["result"]
    assert [kind in update["message"] for kind, update in zip(("photo", "document", "voice"), updates, strict=False)] == [True] * 3
    assert updates[8]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates[9]["edited_message"]["text"] == "Paspor"
    assert updates[9]["edited_message"]["message_id"] == said["message_id"]


async def test_a_group_tells_that_the_bot_came_in(bots: Client, call: Call) -> None:
    await control(bots, "say", chat="-7", text="Halo", kind="group")
    joined, said = (await call("getUpdates"))["result"]
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["chat"]["type"] == "group"
    assert said["message"]["from"]["id"] == 1001


async def test_nothing_is_sent_to_another_machine(bots: Client, call: Call) -> None:
    await call("setWebhook", url="https://bot.example.org/hook")
    await control(bots, "say", chat="1001", text="Halo")
    assert "not on this machine" in (await until(bots, "refused_update"))[0]["reason"]


async def test_a_route_leads_a_public_address_to_this_machine(bots: Client, call: Call, webhook: Webhook) -> None:
    await control(bots, "route", public="https://bot.example.org", local=webhook.url.removesuffix("/hook"))
    await call("setWebhook", url="https://bot.example.org/hook")
    await control(bots, "say", chat="1001", text="Halo")
    await until(bots, "delivered_update")
    headers = webhook.got[0][0]
    assert (headers["Host"], headers["X-Forwarded-Proto"]) == ("bot.example.org", "https")

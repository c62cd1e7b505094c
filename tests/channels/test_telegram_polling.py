"""Asking Telegram for news: the position moves on, and nothing that cannot be read keeps back what follows."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.base import Account, Incoming
from channels.errors import TryLater
from channels.telegram import Telegram
from tests.channels.telegram_api import TOKEN, Answer, FakeApi, refusal, running_api

PAYLOADS = Path(__file__).resolve().parent.parent / "payloads" / "telegram"
CHANNEL = Telegram()
ACCOUNT = Account("1", "kota-uji", "telegram", polling=True, credentials={"token": TOKEN})


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeApi]:
    async with running_api(monkeypatch) as running:
        yield running


def _update(name: str, number: int) -> dict[str, Any]:
    return {**json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")), "update_id": number}


def _news(*updates: object) -> list[Answer]:
    return [Answer(200, {"ok": True, "result": list(updates)})]


async def test_it_asks_from_the_beginning_and_moves_on(api: FakeApi) -> None:
    api.answers["getUpdates"] = _news(_update("text", 10), _update("button", 12))
    events, position = await CHANNEL.poll(ACCOUNT, "")
    assert [event.kind for event in events if isinstance(event, Incoming)] == ["text", "button"]
    assert position == "13"
    assert await CHANNEL.poll(ACCOUNT, position) == ([], "13")
    (_, first), (_, second) = api.calls
    assert "offset" not in first
    assert second["offset"] == "13"
    assert second["timeout"] == "25"
    assert json.loads(second["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_what_cannot_be_read_is_passed_over(
    api: FakeApi, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    broken = _update("text", 11)
    broken["message"]["text"] = ["rahasia warga"]
    future = {"update_id": 13, "something_new": {"text": "rahasia warga"}}
    api.answers["getUpdates"] = _news(_update("text", 10), broken, "rubbish", {"message": {}}, _update("voice", 12), future)
    events, position = await CHANNEL.poll(ACCOUNT, "10")
    assert [event.kind for event in events if isinstance(event, Incoming)] == ["text", "media"]
    assert position == "14"
    output = capfd.readouterr()
    assert "rahasia" not in caplog.text + output.out + output.err


async def test_the_position_stays_when_there_is_nothing(api: FakeApi) -> None:
    assert await CHANNEL.poll(ACCOUNT, "") == ([], "")


async def test_it_follows_telegram_to_lower_numbers_after_a_quiet_week(api: FakeApi) -> None:
    api.answers["getUpdates"] = _news(_update("text", 10))
    assert (await CHANNEL.poll(ACCOUNT, "900"))[1] == "11"


async def test_another_poller_or_a_webhook_is_told_to_staff(api: FakeApi) -> None:
    api.answers["getUpdates"] = [refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")]
    with pytest.raises(TryLater) as raised:
        await CHANNEL.poll(ACCOUNT, "10")
    assert raised.value.code == "409"
    assert "webhook" in raised.value.message


async def test_an_answer_that_is_no_list_is_tried_later(api: FakeApi) -> None:
    api.answers["getUpdates"] = [Answer(200, {"ok": True, "result": {"a": 1}})]
    with pytest.raises(TryLater):
        await CHANNEL.poll(ACCOUNT, "10")


async def test_it_answers_a_pressed_button_once_it_is_stored(api: FakeApi) -> None:
    await CHANNEL.confirm(ACCOUNT, Incoming("cb9", "511000101", "button", query="9"))
    await CHANNEL.confirm(ACCOUNT, Incoming("41", "511000101", "text", text="Halo"))
    assert api.calls == [("answerCallbackQuery", {"callback_query_id": "9"})]

"""Rates are limited as documented, haste is noted, and ordered faults happen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from tests.standins.conftest import Client, control, log
from tests.standins.rate import Bucket, Penalties, Window

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class Clock:
    """A clock that goes when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_allows_a_burst_and_then_the_rate() -> None:
    clock = Clock()
    bucket = Bucket(1, 3, clock)
    for _ in range(3):
        assert bucket.wait() == 0
        bucket.take()
    assert bucket.wait() == 1
    clock.now = 1.0
    assert bucket.wait() == 0


def test_a_window_counts_any_one_second() -> None:
    clock = Clock()
    window = Window(2, clock)
    for moment in (0.0, 0.9):
        clock.now = moment
        assert window.wait() == 0
        window.take()
    assert window.wait() == pytest.approx(0.1)
    clock.now = 1.0
    assert window.wait() == 0


def test_a_penalty_is_named_in_whole_seconds() -> None:
    clock = Clock()
    penalties = Penalties(clock)
    assert penalties.impose("1001", 0.2) == 1
    assert penalties.impose("1002", 2.1) == 3
    clock.now = 0.5
    assert penalties.left("1001") == 0.5
    clock.now = 1.0
    assert penalties.left("1001") == 0
    assert penalties.left("1003") == 0


async def test_a_chat_takes_three_at_once_and_notes_who_does_not_wait(bots: Client, call: Call) -> None:
    await control(bots, "say", chat="1001", text="Halo")
    await control(bots, "say", chat="1002", text="Halo")
    assert [(await call("sendMessage", chat_id=1001, text="x"))["ok"] for _ in range(3)] == [True] * 3
    refused = await call("sendMessage", chat_id=1001, text="x")
    assert refused == {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}}
    assert not await log(bots, "violation")
    assert (await call("sendMessage", chat_id=1002, text="x"))["ok"]
    assert (await call("sendMessage", chat_id=1001, text="x"))["error_code"] == 429
    assert [entry["chat"] for entry in await log(bots, "violation")] == ["1001"]


async def test_a_bot_takes_thirty_a_second(bots: Client, call: Call) -> None:
    for chat in range(1, 41):
        await control(bots, "say", chat=str(chat), text="Halo")
    answers = [await call("sendMessage", chat_id=chat, text="x") for chat in range(1, 41)]
    assert [answer["ok"] for answer in answers[:30]] == [True] * 30
    assert any(answer.get("error_code") == 429 for answer in answers[30:])
    assert (await call("sendMessage", token="654321:XYZ-1234", chat_id=1, text="x"))["description"] == "Bad Request: chat not found"


async def test_ordered_faults_happen_as_often_as_ordered(bots: Client, call: Call) -> None:
    await control(bots, "say", chat="1001", text="Halo")
    await control(bots, "faults", method="sendMessage", times=2, retry_after=3)
    assert (await call("getMe"))["ok"]
    assert (await call("sendMessage", chat_id=1001, text="x"))["parameters"] == {"retry_after": 3}
    await control(bots, "faults", clear=True)
    await control(bots, "faults", method="*", status=502, chat="1001")
    async with bots.post("/bot123456:ABC-DEF1234/sendMessage", json={"chat_id": 1001, "text": "x"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert not await log(bots, "message")


async def test_a_dropped_call_is_carried_out(bots: Client) -> None:
    await control(bots, "say", chat="1001", text="Halo")
    await control(bots, "faults", method="sendMessage", status="drop")
    with pytest.raises(aiohttp.ClientError):
        await bots.post("/bot123456:ABC-DEF1234/sendMessage", json={"chat_id": 1001, "text": "x"})
    assert [entry["fault"] for entry in await log(bots, "message")] == ["drop"]


async def test_a_hanging_call_is_not_carried_out_for_who_hung_up(bots: Client, call: Call) -> None:
    await control(bots, "say", chat="1001", text="Halo")
    await control(bots, "faults", method="sendMessage", status="hang", seconds=0.3)
    with pytest.raises(TimeoutError):
        await bots.post("/bot123456:ABC-DEF1234/sendMessage", json={"chat_id": 1001, "text": "x"}, timeout=aiohttp.ClientTimeout(total=0.1))
    await control(bots, "faults", method="sendMessage", status="hang", seconds=0.3)
    assert (await call("sendMessage", chat_id=1001, text="y"))["ok"]
    assert [entry["text"] for entry in await log(bots, "message")] == ["y"]


async def test_it_refuses_a_fault_that_there_is_not(bots: Client) -> None:
    async with bots.post("/control/faults", json={"status": "explode"}) as answer:
        assert answer.status == 400


async def test_a_reset_forgets_everything_but_the_count(bots: Client, call: Call) -> None:
    await control(bots, "say", chat="1001", text="Halo")
    before = (await log(bots))[-1]["n"]
    await control(bots, "reset")
    assert [(entry["n"], entry["what"]) for entry in await log(bots)] == [(before + 1, "reset")]
    assert (await call("sendMessage", chat_id=1001, text="x"))["error_code"] == 400

"""The page hears at once what happens in its conversation."""

from __future__ import annotations

import asyncio
import json

import pytest
import redis.asyncio
from django.test import AsyncClient

from bot.pipeline import keys
from bot.pipeline.listening import end_all_pages
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from bot.webchat.conversation_cookie import _signer
from tests.pipeline.chat import history, listening, open_page, post
from tests.pipeline.fakes import CountingDialogue, command, consuming, empty, until


def conversation(browser: AsyncClient) -> str:
    value = browser.cookies["conversation-kota-uji"].value
    return str(_signer("kota-uji").unsign(value))


async def test_an_open_page_shows_question_typing_and_answer(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    token = await open_page(browser)
    async with (
        consuming("inbox", Worker(CountingDialogue(client, seconds=0.2), client).handling),
        consuming("outbox", Sender().handling),
        listening(browser) as events,
    ):
        assert await anext(events) == ("ping", {})
        await post(browser, token, text="Syarat KTP")
        heard = [await asyncio.wait_for(anext(events), 10) for _ in range(4)]
    assert [(name, data.get("text", data.get("on"))) for name, data in heard[:2]] == [("message", "Syarat KTP"), ("typing", True)]
    # The answer is in the database before typing ends; which of the two the page hears first does not matter to it.
    assert sorted((name, str(data.get("text", data.get("on")))) for name, data in heard[2:]) == [
        ("message", "1: Syarat KTP"),
        ("typing", "False"),
    ]
    [question, answer] = await history(browser)
    assert [data for name, data in heard if name == "message"] == [question, answer]


async def test_a_page_that_connects_later_gets_what_it_missed_and_nothing_twice(
    browser: AsyncClient, client: redis.asyncio.Redis[str]
) -> None:
    token = await open_page(browser)
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling), consuming("outbox", Sender().handling):
        await post(browser, token, text="satu")
        await until(lambda: empty(client, "inbox"))
        await until(lambda: empty(client, "outbox"))
        [question, answer] = await history(browser)
        async with listening(browser, after=question["id"]) as events:
            assert [await anext(events) for _ in range(2)] == [("ping", {}), ("message", answer)]
            # Said once more, as after a crash of the sender: the page already has it.
            await client.publish(keys.events(conversation(browser)), json.dumps({"type": "message", "id": answer["id"]}))
            await post(browser, token, text="dua")
            names = [await asyncio.wait_for(anext(events), 10) for _ in range(4)]
    texts = [data["text"] for name, data in names if name == "message"]
    assert texts == ["dua", "2: dua"]


async def test_a_page_hears_only_of_its_own_conversation(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    await open_page(browser)
    other = AsyncClient(enforce_csrf_checks=True)
    token = await open_page(other)
    async with (
        consuming("inbox", Worker(CountingDialogue(client), client).handling),
        consuming("outbox", Sender().handling),
        listening(browser) as events,
    ):
        assert await anext(events) == ("ping", {})
        await post(other, token, text="rahasia")
        await until(lambda: empty(client, "inbox"))
        await until(lambda: empty(client, "outbox"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(events), 1)


async def test_an_idle_page_gets_pings(browser: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webchat.event_stream.PING_SECONDS", 0.1)
    await open_page(browser)
    async with listening(browser) as events:
        assert [await anext(events) for _ in range(3)] == [("ping", {})] * 3


async def test_ten_pages_use_one_connection_and_leave_nothing_behind(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    await open_page(browser)
    channel = keys.events(conversation(browser))

    async def subscribed() -> int:
        return int(dict(await client.pubsub_numsub(channel))[channel])

    async with asyncio.timeout(20):
        async with listening(browser) as first, listening(browser) as second:
            assert await anext(first) == await anext(second) == ("ping", {})
            assert await subscribed() == 1

        async def nobody() -> bool:
            return await subscribed() == 0

        await until(nobody)


async def test_events_come_again_after_the_connection_to_redis_was_cut(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    token = await open_page(browser)
    async with listening(browser) as events:
        assert await anext(events) == ("ping", {})
        await command(client, "CLIENT", "KILL", "TYPE", "pubsub")
        async with consuming("inbox", Worker(CountingDialogue(client), client).handling):
            await post(browser, token, text="masih ada?")
            heard = [await asyncio.wait_for(anext(events), 10) for _ in range(2)]
    assert "masih ada?" in [data.get("text") for _, data in heard]


async def test_open_pages_are_let_go_when_the_process_stops(browser: AsyncClient) -> None:
    await open_page(browser)
    async with listening(browser) as events:
        assert await anext(events) == ("ping", {})
        end_all_pages()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(events), 5)

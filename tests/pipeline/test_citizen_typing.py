"""A citizen who types is seen by the person who serves them, and by nobody else."""

from __future__ import annotations

import asyncio
import json

import redis.asyncio
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import AsyncClient

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Handoff
from bot.pipeline import keys
from bot.webchat.conversation_cookie import _signer
from tests.desk import stored
from tests.pipeline.chat import open_page, post


def _served(number: str, claimed: bool) -> Handoff:
    city = Agency.objects.get(key="kota-uji")
    of = Conversation.objects.create(id=number, agency=city, channel="webchat", language="id", owner="queue")
    row = stored.handoff(city, of=of)
    if claimed:
        stored.claimed(row, User.objects.create(username="rina@kota.example"))
    return row


async def _heard(browser: AsyncClient, client: redis.asyncio.Redis[str], claimed: bool) -> list[dict[str, object]]:
    token = await open_page(browser)
    number = _signer("kota-uji").unsign(browser.cookies["conversation-kota-uji"].value)
    await sync_to_async(_served)(number, claimed)
    async with client.pubsub() as pubsub:
        await pubsub.subscribe(keys.desk_events("kota-uji"))
        assert (await post(browser, token, "typing")).status_code == 204
        # Whatever came before this has arrived when this has.
        await client.publish(keys.desk_events("kota-uji"), json.dumps({"type": "last"}))
        heard: list[dict[str, object]] = []
        async with asyncio.timeout(20):
            while {"type": "last"} not in heard:
                message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=5)
                if message is not None:
                    heard.append(json.loads(message["data"]))
    return heard[:-1]


async def test_whoever_serves_the_citizen_sees_it(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    heard = await _heard(browser, client, claimed=True)
    number = await sync_to_async(Handoff.objects.values_list("pk", flat=True).get)()
    assert heard == [{"type": "typing", "id": number}]


async def test_while_nobody_serves_the_citizen_nobody_is_told(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    assert await _heard(browser, client, claimed=False) == []


async def test_a_page_without_a_conversation_says_nothing(browser: AsyncClient) -> None:
    token = await open_page(browser)
    del browser.cookies["conversation-kota-uji"]
    assert (await post(browser, token, "typing")).status_code == 204

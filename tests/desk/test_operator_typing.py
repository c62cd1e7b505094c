"""While an operator types, the citizen sees it: on a platform with such a sign and in the web chat, and only while it is true."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress

from django.utils import timezone

from bot.desk import ownership
from bot.desk.models import Conversation
from bot.desk.operator_typing import TypingSigns
from bot.desk.ownership import Claim
from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from channels.errors import TryLater
from tests.console.people import browser_of
from tests.desk.town import Town
from tests.pipeline.fakes import until
from tests.pipeline.platform import ADDRESS


async def _types(town: Town, claim: Claim, text: str = "Selamat pa") -> int:
    """The operator's page saves a draft; the status of the answer."""
    address = f"/console/{town.agency.key}/desk/{claim.handoff}/draft"

    def post() -> int:
        return browser_of(claim.user).post(address, {"token": claim.token, "text": text}).status_code

    return await in_database(post)


async def _claimed(town: Town) -> Claim:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    town.line.platform.typed.clear()
    return claim


async def test_the_platform_is_told_once_for_as_long_as_it_shows_the_sign(town: Town) -> None:
    claim = await _claimed(town)
    for _ in range(3):
        assert await _types(town, claim) == 204
    while await TypingSigns().show_next(0.1):
        pass
    assert town.line.platform.typed == [ADDRESS]
    conversation = (await town.handoff()).conversation_id
    left = await async_client().pttl(keys.operator_typing(str(conversation)))
    # Five seconds on this platform; the next draft after that shows it again.
    assert 0 < left <= 4000
    await async_client().delete(keys.operator_typing(str(conversation)))
    await _types(town, claim)
    assert await TypingSigns().show_next(0.1)
    assert town.line.platform.typed == [ADDRESS] * 2


async def test_nothing_is_shown_for_a_field_that_was_emptied(town: Town) -> None:
    claim = await _claimed(town)
    assert await _types(town, claim, "  ") == 204
    assert not await TypingSigns().show_next(0.1)


async def test_nothing_is_shown_for_somebody_who_does_not_serve_the_conversation(town: Town) -> None:
    claim = await _claimed(town)
    assert await _types(town, Claim(claim.handoff, claim.user, "another")) == 409
    assert not await TypingSigns().show_next(0.1)


async def test_nothing_is_shown_once_the_conversation_went_back_to_the_queue(town: Town) -> None:
    claim = await _claimed(town)
    await _types(town, claim)
    await in_database(ownership.release, claim, timezone.now())
    assert await town.owner() == Conversation.Owner.QUEUE
    assert not await TypingSigns().show_next(0.1)
    assert town.line.platform.typed == []


async def test_a_sign_that_comes_too_late_is_not_shown(town: Town) -> None:
    claim = await _claimed(town)
    conversation = str((await town.handoff()).conversation_id)
    await async_client().lpush(keys.typing_signs(), json.dumps({"conversation": conversation, "at": time.time() - 10}))
    assert not await TypingSigns().show_next(0.1)
    assert claim.user is not None
    assert town.line.platform.typed == []


async def test_a_platform_that_refuses_the_sign_stops_nothing(town: Town) -> None:
    claim = await _claimed(town)
    town.line.platform.typing_error = TryLater("429", "Too fast.")
    assert await _types(town, claim) == 204
    stop = asyncio.Event()
    running = asyncio.create_task(TypingSigns().run(stop))

    async def asked() -> bool:
        return bool(town.line.platform.typed)

    await until(asked)
    assert not running.done()
    stop.set()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_an_open_web_chat_hears_it_and_for_how_long_at_most(town: Town) -> None:
    claim = await _claimed(town)
    conversation = str((await town.handoff()).conversation_id)
    await in_database(lambda: Conversation.objects.filter(pk=conversation).update(channel="webchat"))
    async with async_client("blocking").pubsub() as heard:
        await heard.subscribe(keys.events(conversation))
        await heard.get_message(timeout=5)
        await _types(town, claim)
        async with asyncio.timeout(20):
            while (message := await heard.get_message(timeout=5)) is None:
                pass
    assert json.loads(message["data"]) == {"type": "typing", "on": True, "seconds": 8}

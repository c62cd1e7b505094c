"""A platform that is asked for news, by a machine without a public address."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import redis.asyncio

from bot.accounts import directory
from bot.accounts.directory import DIRECTORY
from bot.accounts.models import ChannelAccount
from bot.pipeline import inbox, keys, poller
from bot.pipeline.database import in_database
from bot.pipeline.poller import Poller
from channels.base import ContactUpdate, Incoming
from channels.errors import TryLater
from tests.pipeline.fakes import until
from tests.pipeline.platform import ADDRESS, Line

pytestmark = pytest.mark.usefixtures("short")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes of accounts are noticed at once."""
    monkeypatch.setattr(poller, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(directory, "FRESH_SECONDS", 0.05)
    monkeypatch.setattr(directory, "_LOOK_AGAIN_SECONDS", 0.05)


@pytest.fixture
async def polled(line: Line) -> Line:
    """The account is polled."""
    await set_mode("polling")
    return line


async def set_mode(mode: str) -> None:
    await in_database(lambda: ChannelAccount.objects.update(mode=mode))
    DIRECTORY.forget()


async def position() -> str:
    return await in_database(lambda: ChannelAccount.objects.get().position)


@contextlib.asynccontextmanager
async def polling() -> AsyncIterator[None]:
    """A poller that runs until the block ends."""
    stop = asyncio.Event()
    task = asyncio.create_task(Poller().run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


def news(*texts: str) -> list[tuple[int, Incoming | ContactUpdate]]:
    return [(number, Incoming(f"m{number}", ADDRESS, "text", text)) for number, text in enumerate(texts, 1)]


async def test_news_reach_the_inbox_once_and_in_order_and_the_position_moves_behind_them(polled: Line) -> None:
    polled.platform.news += news("satu", "dua")
    async with polling():
        await until(lambda: len(polled.platform.confirmed) == 2)
        polled.platform.news += [(3, Incoming("m3", ADDRESS, "button", "Biaya", query="q"))]
        await until(lambda: len(polled.platform.confirmed) == 3)
    assert [one.text for one in await polled.inbox()] == ["satu", "dua", "Biaya"]
    assert polled.platform.polled_from[0] == ""
    assert set(polled.platform.polled_from[1:]) == {"2", "3"} or set(polled.platform.polled_from[1:]) == {"2"}
    assert await position() == "3"
    # The lease is given back at the end.
    assert not await polled.redis.exists(keys.poller(polled.account))


async def test_the_position_stays_while_the_inbox_cannot_be_written(polled: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    polled.platform.news += news("satu")
    gone: Any = redis.asyncio.Redis.from_url("redis://127.0.0.1:1/0")
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "async_client", lambda _: gone)
        async with polling():
            await until(lambda: len(polled.platform.polled_from) >= 2)
    await gone.aclose()
    assert (await position(), polled.platform.confirmed, await polled.inbox()) == ("", [], [])
    async with polling():
        await until(lambda: polled.platform.confirmed)
    assert [one.text for one in await polled.inbox()] == ["satu"]
    assert await position() == "1"


async def test_what_was_stored_before_a_crash_is_not_stored_again(polled: Line) -> None:
    polled.platform.news += news("satu")
    async with polling():
        await until(lambda: polled.platform.confirmed)
    await in_database(lambda: ChannelAccount.objects.update(position=""))
    async with polling():
        await until(lambda: len(polled.platform.confirmed) == 2)
    assert len(await polled.inbox()) == 1


async def test_two_pollers_never_poll_one_account_at_once_and_the_second_takes_over(polled: Line) -> None:
    async with polling():
        async with polling():
            await until(lambda: len(polled.platform.polled_from) > 5)
        count = len(polled.platform.polled_from)
        await until(lambda: len(polled.platform.polled_from) > count)
    assert polled.platform.most_polling == 1


async def test_an_account_that_is_switched_to_its_webhook_is_no_longer_polled(polled: Line) -> None:
    async with polling():
        await until(lambda: polled.platform.polled_from)
        await set_mode("webhook")
        await until(lambda: released(polled))
        count = len(polled.platform.polled_from)
        await asyncio.sleep(0.3)
        assert len(polled.platform.polled_from) == count
        await set_mode("polling")
        await until(lambda: len(polled.platform.polled_from) > count)


async def released(line: Line) -> bool:
    return not await line.redis.exists(keys.poller(line.account))


async def test_an_account_that_is_removed_while_it_is_polled_harms_nobody(polled: Line) -> None:
    async with polling():
        await until(lambda: polled.platform.polled_from)
        await in_database(lambda: ChannelAccount.objects.all().delete())
        await until(lambda: released(polled))


async def test_a_platform_that_asks_for_patience_gets_it(polled: Line) -> None:
    polled.platform.poll_errors = [TryLater("429", "Too many requests.", 0.4), TryLater("409", "Another one polls.", 0.4)]
    began = time.monotonic()
    async with polling():
        await until(lambda: len(polled.platform.polled_from) >= 3)
    assert time.monotonic() - began >= 0.8


async def test_a_fault_of_a_channel_is_logged_without_its_words_and_polling_goes_on(polled: Line, caplog: pytest.LogCaptureFixture) -> None:
    polled.platform.poll_errors = [ValueError("Budi wrote: rahasia")]
    polled.platform.news += news("satu")
    async with polling():
        await until(lambda: polled.platform.confirmed)
    assert "ValueError" in caplog.text
    assert "rahasia" not in caplog.text

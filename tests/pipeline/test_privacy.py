"""An identity number never reaches Redis, the database or a log."""

from __future__ import annotations

import io
from typing import Any

import pytest
import redis.asyncio
from django.core.management import call_command
from django.db import connection
from django.test import AsyncClient

from bot.pipeline.database import in_database
from bot.pipeline.metrics import METRICS
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from tests.pipeline.chat import history, open_page, post
from tests.pipeline.fakes import CountingDialogue, consuming, empty, until

NIK = "3578011501900001"


def database_dump() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    out = io.StringIO()
    call_command("dumpdata", "desk", stdout=out)
    return "\n".join([*found, out.getvalue()])


async def redis_dump(client: redis.asyncio.Redis[str]) -> str:
    readers: dict[str, Any] = {"string": client.get, "hash": client.hgetall, "stream": client.xrange, "type": client.type}
    found = []
    async for key in client.scan_iter():
        kind = await readers["type"](key)
        value = await client.zrange(key, 0, -1) if kind == "zset" else await readers[kind](key)
        found.append(f"{key} {value!r}")
    return "\n".join(found)


@pytest.mark.parametrize("where", ["text", "button", "both"])
async def test_a_number_is_masked_before_anything_is_stored(
    browser: AsyncClient, client: redis.asyncio.Redis[str], where: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = await open_page(browser)
    text = "Halo" if where == "button" else f"NIK saya {NIK}, dan 3578-0115-0190-0001"
    pressed = "" if where == "text" else "123456789012"
    answer = await post(browser, token, text=text, button=pressed)
    assert answer.status_code == 202
    before = await redis_dump(client)
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling):
        await until(lambda: empty(client, "inbox"))
    middle = await redis_dump(client)
    async with consuming("outbox", Sender().handling):
        await until(lambda: empty(client, "outbox"))
    await METRICS.flush()
    everything = "\n".join(
        [before, middle, await redis_dump(client), await in_database(database_dump), caplog.text, str(await history(browser))]
    )
    # The scan is worth something only if it sees what was stored.
    assert "Halo" in everything if where == "button" else "NIK saya [***]" in everything
    for written in (NIK, "3578-0115-0190-0001", "0190-0001", "123456789012"):
        assert written not in everything

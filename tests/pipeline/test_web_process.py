"""The web process as it runs in production: uvicorn, a real connection, a stop signal."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest
import redis.asyncio

from bot.environment import ROOT
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from tests.own_database import database_url
from tests.pipeline.fakes import CountingDialogue, consuming, until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def web() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A web process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {**os.environ, "DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "uvicorn", "bot.asgi:application", "--lifespan", "off", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


async def test_a_question_is_answered_over_a_real_connection_and_open_pages_do_not_delay_a_stop(
    web: tuple[subprocess.Popen[bytes], str], client: redis.asyncio.Redis[str]
) -> None:
    process, address = web
    home = "/chat/kota-uji/"
    async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as browser:

        async def alive() -> bool:
            try:
                return (await browser.get("/healthz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(alive, 60)
        page = await browser.get(home)
        token = re.search(r'name="csrf-token" content="(\w+)"', page.text)
        assert token
        async with (
            consuming("inbox", Worker(CountingDialogue(client), client).handling),
            consuming("outbox", Sender().handling),
            browser.stream("GET", f"{home}events?after=0") as events,
        ):
            lines = events.aiter_lines()
            assert await anext(lines) == "event: ping"
            message = {"id": str(uuid.uuid4()), "text": "Syarat KTP", "language": "id"}
            sent = await browser.post(f"{home}messages", json=message, headers={"X-CSRFToken": token.group(1)})
            assert sent.status_code == 202
            while '"text": "1: Syarat KTP"' not in await asyncio.wait_for(anext(lines), 20):
                pass
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            async for _ in lines:
                pass
            await asyncio.to_thread(process.wait, 15)
            assert time.monotonic() - began < 8

"""A small Bot API on this machine: it keeps the requests and answers as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from channels.telegram.client import close_connections

TOKEN = "7000000001:AAEexample_token-of_nobody-000000000"
ME = {"id": 7000000001, "is_bot": True, "first_name": "Layanan Uji", "username": "layanan_uji_bot"}
SENT = {"message_id": 77, "date": 1764200000, "chat": {"id": 511000101, "type": "private", "first_name": "Siti"}, "text": "-"}


@dataclass(frozen=True)
class Answer:
    """A status with a body as bytes or as what is put into JSON."""

    status: int
    body: Any


def refusal(status: int, description: str, **parameters: int) -> Answer:
    """An error as Telegram words it."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, {**body, "parameters": parameters} if parameters else body)


@dataclass
class FakeApi:
    """What came in, and what is to be answered: one answer after the other by method, else success."""

    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    silent: bool = False

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append((method, {key: str(value) for key, value in (await request.post()).items()}))
        assert request.match_info["token"] == TOKEN
        if self.silent:
            await asyncio.sleep(30)
        waiting = self.answers.get(method)
        answer = waiting.pop(0) if waiting else Answer(200, {"ok": True, "result": self._success(method)})
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        return web.Response(status=answer.status, body=body, content_type="application/json")

    @staticmethod
    def _success(method: str) -> Any:
        match method:
            case "getMe":
                return ME
            case "getUpdates":
                return []
            case "sendMessage" | "sendVenue" | "sendLocation":
                return SENT
            case _:
                return True


@asynccontextmanager
async def running_api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeApi]:
    """The API on a free port, which TELEGRAM_API_URL names as long as it runs."""
    api = FakeApi()
    application = web.Application()
    application.router.add_route("*", "/bot{token}/{method}", api.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    monkeypatch.setenv("TELEGRAM_API_URL", f"http://127.0.0.1:{port}")
    try:
        yield api
    finally:
        await close_connections()
        await runner.cleanup()

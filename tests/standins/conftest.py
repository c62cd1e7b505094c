"""Stand-ins inside the test's own process, and a webhook that records what they send."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.standins import telegram, twilio

TOKEN, OTHER_TOKEN = "123456:ABC-DEF1234", "654321:XYZ-1234"
SID, SECRET, SENDER = "AC" + "0" * 32, "secret", "+14155238886"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def bots() -> AsyncIterator[Client]:
    """A Telegram with two bots."""
    async with TestClient(TestServer(telegram.application([TOKEN, OTHER_TOKEN]))) as client:
        yield client


@pytest.fixture
async def accounts() -> AsyncIterator[Client]:
    """A Twilio with one account and one sender."""
    async with TestClient(TestServer(twilio.application([f"{SID}:{SECRET}"], [SENDER]))) as client:
        yield client


class Webhook:
    """An assistant that answers with the given statuses, then with 200, and keeps what it got."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.answer: Callable[[], web.Response] = web.Response
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """One call."""
        body = await request.read()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        self.got.append((dict(request.headers), body))
        return self.answer()


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    """A webhook on loopback."""
    hook = Webhook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        hook.url = str(server.make_url("/hook"))
        yield hook


@pytest.fixture
def call(bots: Client) -> Callable[..., Coroutine[Any, Any, dict[str, Any]]]:
    """Calls a method of the Bot API."""

    async def run(method: str, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        async with bots.post(f"/bot{token}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            assert body.get("error_code", 200) == answer.status
            return body

    return run


async def control(client: Client, action: str, **wish: Any) -> dict[str, Any]:
    """An action of the control API."""
    async with client.post(f"/control/{action}", json=wish) as answer:
        body: dict[str, Any] = await answer.json()
        assert answer.status == 200, body
        return body


async def log(client: Client, what: str | None = None) -> list[dict[str, Any]]:
    """The log, or its entries of one sort."""
    async with client.get("/control/log") as answer:
        entries: list[dict[str, Any]] = (await answer.json())["entries"]
    return [entry for entry in entries if what in (None, entry["what"])]


async def until(client: Client, what: str, count: int = 1) -> list[dict[str, Any]]:
    """The entries of one sort, once there are so many."""
    after = 0
    found: list[dict[str, Any]] = []
    while len(found) < count:
        async with client.get("/control/log", params={"after": after, "wait": 10}) as answer:
            entries = (await answer.json())["entries"]
        assert entries, f"No {what} came; so far: {found}"
        found += [entry for entry in entries if entry["what"] == what]
        after = entries[-1]["n"]
    return found

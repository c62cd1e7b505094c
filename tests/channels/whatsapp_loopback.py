"""What the tests of the WhatsApp channel share: an account, its payloads, and a server on loopback that answers as told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from aiohttp import web

from channels.base import Account, WebhookRequest

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
TOKEN = "token-that-nobody-may-see-0001"
URL = "https://layanan.example.go.id/hooks/abcdef0123456789"
CONVERSATION = "7b0d5c1e-5f0a-4a6e-9a0e-0f6f3c1d2e4b"
PAYLOADS = Path(__file__).parent.parent / "payloads" / "whatsapp"


def account(previous: str = "", **settings: Any) -> Account:
    """An account as the directory gives it to the channel."""
    return Account(
        id="1",
        agency="banyuwangi",
        channel="whatsapp",
        path="abcdef0123456789",
        credentials={"auth_token": TOKEN, "previous_auth_token": previous},
        settings={"account_sid": ACCOUNT_SID, "sender": "+14155238886", **settings},
    )


def payload(name: str) -> bytes:
    """A request's body as Twilio sends it."""
    return (PAYLOADS / f"{name}.form").read_bytes().strip()


def signature(url: str, body: bytes, token: str = TOKEN) -> str:
    """X-Twilio-Signature as Twilio documents it: the address, then each name with its value, sorted, under HMAC-SHA1."""
    pairs = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
    text = url + "".join(name + value for name, value in pairs)
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def request(
    body: bytes, url: str = URL, signed: str | None = None, content_type: str = "application/x-www-form-urlencoded"
) -> WebhookRequest:
    """A request of Twilio, with its right signature unless another is given."""
    signed = signature(url, body) if signed is None else signed
    return WebhookRequest(url, {"content-type": content_type, "x-twilio-signature": signed}, body)


@dataclass
class Loopback:
    """What was asked, and what is answered: in turn, the last answer again and again."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)

    def will_answer(self, status: int, body: Any, **headers: str) -> None:
        """Add an answer; `retry_after` becomes Retry-After."""
        self.answers.append((status, body, {name.replace("_", "-").title(): value for name, value in headers.items()}))

    async def handle(self, asked: web.Request) -> web.Response:
        """Record a request and answer it."""
        text = await asked.text()
        self.requests.append(
            {
                "method": asked.method,
                "path": asked.path,
                "query": dict(asked.query),
                "authorization": asked.headers.get("Authorization", ""),
                "form": {
                    name: values[0] if len(values) == 1 else values for name, values in parse_qs(text, keep_blank_values=True).items()
                },
                "json": json.loads(text) if "json" in asked.content_type and text else None,
            }
        )
        status, body, headers = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body), headers=headers)


@asynccontextmanager
async def loopback() -> AsyncIterator[tuple[Loopback, str]]:
    """A running server and its address."""
    server = Loopback()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield server, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()

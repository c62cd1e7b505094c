"""A browser's side of the web chat."""

from __future__ import annotations

import contextlib
import json
import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

from django.http import HttpResponse
from django.test import AsyncClient

HOME = "/chat/kota-uji/"


async def open_page(browser: AsyncClient, address: str = HOME) -> str:
    """Open the chat; returns the token that its forms need."""
    page: Any = await browser.get(address)
    assert page.status_code == 200
    found = re.search(r'name="csrf-token" content="(\w+)"', page.content.decode())
    assert found
    return found.group(1)


async def post(
    browser: AsyncClient, token: str, address: str = "messages", home: str = HOME, body: bytes | None = None, **data: Any
) -> HttpResponse:
    """Send what the page sends; `data` over a valid message."""
    content = body if body is not None else json.dumps({"id": str(uuid.uuid4()), "text": "Halo", "language": "id", **data}).encode()
    answer: Any = await browser.post(home + address, content, content_type="application/json", headers={"X-CSRFToken": token})
    response: HttpResponse = answer
    return response


async def history(browser: AsyncClient, after: int = 0, home: str = HOME) -> list[dict[str, Any]]:
    """What the page reads when it is opened."""
    answer: Any = await browser.get(f"{home}messages?after={after}")
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


@contextlib.asynccontextmanager
async def listening(browser: AsyncClient, after: int = 0) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
    """The open page's events as (name, data)."""
    answer: Any = await browser.get(f"{HOME}events?after={after}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/event-stream")
    stream = aiter(answer)

    async def events() -> AsyncIterator[tuple[str, dict[str, Any]]]:
        async for chunk in stream:
            lines = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
            yield lines.get("event", "message"), json.loads(lines["data"])

    found = events()
    try:
        yield found
    finally:
        with contextlib.suppress(RuntimeError):
            await found.aclose()  # type: ignore[attr-defined]
        await stream.aclose()
        # As when the browser goes; the test client keeps the response, and with it the generator.
        await answer._iterator.aclose()

"""Static files from the server that production has: whole, with no warning, and the way HTTP wants it."""

from __future__ import annotations

import httpx
import pytest

from bot.environment import ROOT

PATH = "/static/console/console.css"
FILE = (ROOT / "bot" / "console" / "static" / "console" / "console.css").read_bytes()


async def ask(method: str = "GET", path: str = PATH, **headers: str) -> httpx.Response:
    from bot.asgi import application

    transport = httpx.ASGITransport(app=application)  # type: ignore[arg-type]  # a dict is a mapping that is narrower than asked for
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path, headers=headers)


# Warnings are errors: an iterator that Django has to read up at once fails here.
async def test_a_file_comes_whole_and_may_be_kept() -> None:
    answer = await ask()
    assert (answer.status_code, answer.content) == (200, FILE)
    assert answer.headers["content-type"].startswith("text/css")
    assert "max-age=" in answer.headers["cache-control"]


async def test_what_the_browser_has_already_is_not_sent_again() -> None:
    first = await ask()
    again = await ask(**{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_head_alone_and_a_part_can_be_had() -> None:
    head = await ask("HEAD")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(FILE)))
    part = await ask(Range="bytes=0-9")
    assert (part.status_code, part.content) == (206, FILE[:10])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("method", "path", "status"), [("POST", PATH, 405), ("GET", "/static/console/nothing.css", 404)])
async def test_other_requests_are_refused(method: str, path: str, status: int) -> None:
    assert (await ask(method, path)).status_code == status

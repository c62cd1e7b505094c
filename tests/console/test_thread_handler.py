"""The console's pages as the server asks for them: on threads that stay, with nothing of one request left for the next."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path

from bot.thread_handler import ThreadHandler

_seen: list[tuple[str, int]] = []
_ended: list[str] = []


def page(request: HttpRequest) -> HttpResponse:
    """Says which thread and which connection to the database answered."""
    connection.ensure_connection()
    _seen.append((threading.current_thread().name, id(connection.connection)))
    return HttpResponse(request.body or b"page", headers={"X-Method": request.method or ""})


def stream(request: HttpRequest) -> HttpResponseBase:
    """Tells something again and again until nobody listens."""

    async def parts() -> Any:
        try:
            while True:
                yield b"part"
                await asyncio.sleep(0.01)
        finally:
            _ended.append("stream")

    return StreamingHttpResponse(parts())


urlpatterns = [path("page", page), path("stream", stream)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    settings.MIDDLEWARE = []
    _seen.clear()
    _ended.clear()


async def asked(address: str, *, body: bytes | None = b"", leaves_after: int | None = None) -> list[dict[str, Any]]:
    """Everything the server would send; `body` None: the caller is gone before it is complete; or gone after so many messages."""
    sent: list[dict[str, Any]] = []
    gone = asyncio.Event()
    first = True

    async def receive() -> dict[str, Any]:
        nonlocal first
        if first:
            first = False
            return {"type": "http.disconnect"} if body is None else {"type": "http.request", "body": body, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if leaves_after is not None and len(sent) >= leaves_after:
            gone.set()

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST" if body else "GET",
        "path": address,
        "query_string": b"",
        "headers": [],
        "root_path": "",
    }
    async with asyncio.timeout(10):
        handler: Any = ThreadHandler()
        await handler(scope, receive, send)
    return sent


async def test_a_page_is_answered_with_what_was_sent() -> None:
    sent = await asked("/page", body=b"words")
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 200
    assert (b"X-Method", b"POST") in sent[0]["headers"]
    assert sent[1]["body"] == b"words"


async def test_pages_one_after_the_other_need_no_new_connection() -> None:
    for _ in range(30):
        await asked("/page")
    assert len(_seen) == 30
    assert len({thread for thread, _connection in _seen}) <= 10, "the threads stay"
    assert len(set(_seen)) == len({thread for thread, _connection in _seen}), "and each keeps its connection"


async def test_what_its_caller_gave_up_is_dropped_without_an_answer() -> None:
    assert await asked("/page", body=None) == []
    assert not _seen


async def test_a_stream_ends_with_the_page_that_reads_it() -> None:
    sent = await asked("/stream", leaves_after=4)
    assert [message.get("body") for message in sent[1:4]] == [b"part"] * 3
    assert _ended == ["stream"]


async def test_a_fault_in_a_view_is_an_answer_and_leaves_the_thread_usable(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = False

    def broken(_request: HttpRequest) -> HttpResponse:
        raise ValueError("broken")

    monkeypatch.setitem(globals(), "urlpatterns", [path("broken", broken), path("page", page)])
    await sync_to_async(_clear_urls)()
    assert (await asked("/broken"))[0]["status"] == 500
    assert (await asked("/page"))[0]["status"] == 200


def _clear_urls() -> None:
    from django.urls import clear_url_caches

    clear_url_caches()

"""Webhooks reach their view by a short way, without what only pages need; everything else goes through the whole chain."""

from __future__ import annotations

import threading

import httpx
import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def threads_started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that were started meanwhile."""
    names: list[str] = []
    start = threading.Thread.start

    def noted(thread: threading.Thread) -> None:
        names.append(thread.name)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", noted)
    return names


async def ask(method: str, path: str) -> httpx.Response:
    from bot.asgi import application

    transport = httpx.ASGITransport(app=application)  # type: ignore[arg-type]  # a dict is a mapping that is narrower than asked for
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path, content=b"{}")


async def test_a_webhook_is_answered_without_a_thread_of_its_own(threads_started: list[str]) -> None:
    # The first refusal starts the one thread that writes all of them into the log.
    await ask("GET", "/hooks/nobody-has-this")
    threads_started.clear()
    answers = [(await ask("GET", "/hooks/nobody-has-this")).status_code for _ in range(5)]
    assert (answers, threads_started) == ([405] * 5, [])


async def test_a_webhook_sets_no_cookie_and_takes_only_posts() -> None:
    answer = await ask("GET", "/hooks/nobody-has-this")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "set-cookie" not in answer.headers


async def test_a_page_keeps_its_security_headers() -> None:
    answer = await ask("GET", "/healthz")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_an_address_that_is_not_text_is_a_bad_request() -> None:
    assert (await ask("POST", "/hooks/%ff%fe")).status_code in (400, 404)

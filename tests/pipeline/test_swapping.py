"""A worker changes to another release while messages flow; whatever goes wrong, the one before goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
import redis.asyncio

from bot.pipeline import keys, swapping
from bot.pipeline.announcing import Announcer, WorkerRelease, worker_releases
from bot.pipeline.connection import impatient_sync_client
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.inbox import put
from bot.pipeline.swapping import NotLoaded, SwappingDialogue
from bot.pipeline.worker import Worker
from tests.pipeline.fakes import FakeTurn, consuming, empty, message, rows, until

GIVEN: dict[str, Any] = {"conversation": "c", "message_id": "m", "text": "Halo", "agency": "kota-uji", "channel": "webchat"}


class Model:
    """Answers with its release; `hold` keeps its answers back."""

    def __init__(self, release: int | None) -> None:
        self.release = release
        self.free = asyncio.Event()
        self.free.set()
        self.closed = False

    async def handle(self, **given: Any) -> FakeTurn:
        """Answer."""
        assert not self.closed
        await self.free.wait()
        understanding = {"decision": "answer", "intent": "ask_fee"}
        return FakeTurn([{"text": f"release {self.release}", "quick_replies": []}], understanding, {}, release=self.release)

    async def understand(self, **given: Any) -> dict[str, Any]:
        """Read only."""
        assert not self.closed
        await self.free.wait()
        return {"release": self.release}

    async def close(self) -> None:
        """End."""
        self.closed = True


class Installation:
    """Which release is active, and which can be loaded."""

    def __init__(self) -> None:
        self.active: int | None = None
        self.broken: dict[int | None, Exception] = {}
        self.models: list[Model] = []
        self.database_away = False

    async def wanted(self) -> int | None:
        """The active release."""
        if self.database_away:
            raise DatabaseUnavailable("away")
        return self.active

    async def load(self, release: int | None) -> Model:
        """Load it, or not."""
        if release in self.broken:
            raise self.broken[release]
        self.models.append(Model(release))
        return self.models[-1]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[SwappingDialogue]:
        """A worker's dialogue that follows the active release."""
        dialogue, stop = SwappingDialogue(self.wanted, self.load), asyncio.Event()
        await dialogue.begin()
        task = asyncio.create_task(dialogue.run(stop))
        yield dialogue
        stop.set()
        await task


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Looks quickly."""
    monkeypatch.setattr(swapping, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(swapping, "_TRY_AGAIN_SECONDS", 0.0)
    return Installation()


def answers(dialogue: SwappingDialogue, release: int | None) -> Callable[[], bool]:
    return lambda: dialogue.release == release


async def test_a_message_in_hand_ends_with_the_model_that_it_began_with(installation: Installation) -> None:
    async with installation.running() as dialogue:
        old = installation.models[0]
        old.free.clear()
        in_hand = asyncio.create_task(dialogue.handle(**GIVEN))
        only_read = asyncio.create_task(dialogue.understand(**GIVEN))
        await asyncio.sleep(0)
        installation.active = 1
        await until(answers(dialogue, 1))
        assert (await dialogue.handle(**GIVEN)).release == 1
        assert not old.closed, "it has a message in hand"
        old.free.set()
        assert (await in_hand).release is None
        assert await only_read == {"release": None}
        assert old.closed


@pytest.mark.parametrize("error", [NotLoaded("damaged"), RuntimeError("no model")])
async def test_a_release_that_cannot_be_loaded_leaves_the_old_model_at_work(installation: Installation, error: Exception) -> None:
    installation.broken[2] = error
    installation.active = 1
    async with installation.running() as dialogue:
        installation.active = 2
        await until(lambda: dialogue.trouble is not None)
        assert (await dialogue.handle(**GIVEN)).release == 1
        assert dialogue.trouble is not None
        assert (dialogue.trouble.release, dialogue.trouble.why) == (2, "damaged" if isinstance(error, NotLoaded) else "not_loaded")
        del installation.broken[2]
        await until(answers(dialogue, 2))
        assert dialogue.trouble is None


async def test_a_worker_that_starts_takes_the_model_of_the_files_when_the_release_fails(installation: Installation) -> None:
    installation.active, installation.broken = 3, {3: NotLoaded("other_code")}
    async with installation.running() as dialogue:
        assert (await dialogue.handle(**GIVEN)).release is None
        assert dialogue.trouble is not None


async def test_it_goes_on_while_the_database_is_away(installation: Installation) -> None:
    async with installation.running() as dialogue:
        installation.database_away = True
        await asyncio.sleep(0.1)
        assert (await dialogue.handle(**GIVEN)).release is None
        installation.database_away, installation.active = False, 1
        await until(answers(dialogue, 1))


async def test_question_and_answer_know_their_release(
    client: redis.asyncio.Redis[str], catalogue: None, installation: Installation
) -> None:
    conversation = "00000000-0000-0000-0000-000000000001"
    async with installation.running() as dialogue, consuming("inbox", Worker(dialogue, client).handling):
        await put(message("satu", conversation=conversation))
        await until(lambda: empty(client, "inbox"))
        installation.active = 7
        await until(answers(dialogue, 7))
        await put(message("dua", conversation=conversation))
        await until(lambda: empty(client, "inbox"))
    for direction in ("in", "out"):
        assert [row.release for row in await rows(conversation, direction)] == [None, 7]


async def test_the_pages_hear_which_release_each_worker_answers_with(client: redis.asyncio.Redis[str], installation: Installation) -> None:
    impatient_sync_client.cache_clear()
    installation.broken[2] = NotLoaded("damaged")
    async with installation.running() as dialogue:
        stop = asyncio.Event()
        announcing = asyncio.create_task(Announcer(dialogue).run(stop))
        installation.active = 2
        await client.hset(keys.worker_releases(), "dead", json.dumps({"release": 1, "at": 5}))
        wanted = [WorkerRelease(None, 2, "damaged")]
        await until(partial(_said, wanted))
        assert not await client.hexists(keys.worker_releases(), "dead")
        stop.set()
        await announcing
        assert await asyncio.to_thread(worker_releases, impatient_sync_client()) == []
    impatient_sync_client().close()
    impatient_sync_client.cache_clear()


async def _said(wanted: list[WorkerRelease]) -> bool:
    return await asyncio.to_thread(worker_releases, impatient_sync_client()) == wanted

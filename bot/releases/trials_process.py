"""The process that answers what staff try on releases: it loads what it needs, answers while questions come, and ends when none does."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError

from bot.ops.local_actions import local_actions
from bot.pipeline import keys
from bot.pipeline.connection import async_client, close_async_clients, sync_client
from bot.pipeline.database import in_database
from bot.releases import trials
from bot.releases.active import answering_model
from bot.releases.files import model_file
from bot.releases.models import Release
from bot.releases.problems import ReleaseUnusable
from bot.releases.replay import said
from bot.releases.trials import Trial

if TYPE_CHECKING:
    from bot.ops.console_dialogue import ConsoleDialogue

log = structlog.get_logger(__name__)
_IDLE_SECONDS = 180.0
_LOOK_SECONDS = 2
_LEASE_SECONDS, _RENEW_SECONDS = 30, 5.0
# The one that answers now, the one that is looked at, and the one that was looked at before.
_MODELS_KEPT = 3
_PATIENCE = 600.0


async def serve(idle: float = _IDLE_SECONDS) -> bool:
    """Answer until no question has come for `idle` seconds; False when another process does already."""
    with _lease() as held:
        if held:
            try:
                with local_actions(_PATIENCE) as url:
                    await _Trier(url).run(idle)
            finally:
                await close_async_clients()
        return held


@contextmanager
def _lease() -> Iterator[bool]:
    """The right to be the one process; a thread prolongs it, because loading a model leaves nothing else time."""
    client, token, over = sync_client(), secrets.token_hex(8), threading.Event()
    held = bool(client.set(keys.release_trier(), token, nx=True, ex=_LEASE_SECONDS))

    def prolong() -> None:
        while not over.wait(_RENEW_SECONDS):
            try:
                client.set(keys.release_trier(), token, xx=True, ex=_LEASE_SECONDS)
            except (RedisError, OSError):
                continue  # it lasts for several tries

    if not held:
        yield False
        return
    thread = threading.Thread(target=prolong, name="trials", daemon=True)
    thread.start()
    try:
        yield True
    finally:
        over.set()
        thread.join(_RENEW_SECONDS)
        client.delete(keys.release_trier())


class _Trier:
    def __init__(self, actions_url: str) -> None:
        self._actions_url = actions_url
        self._models: OrderedDict[Path, ConsoleDialogue] = OrderedDict()

    async def run(self, idle: float) -> None:
        client, until = async_client("blocking"), time.monotonic() + idle
        while time.monotonic() < until:
            trial = await trials.take(client, _LOOK_SECONDS)
            if trial is not None:
                await self._answer(trial)
                until = time.monotonic() + idle

    async def _answer(self, trial: Trial) -> None:
        client = async_client()
        try:
            trial = await trials.show(client, trial, stage="loading")
            after = await self._model(await in_database(_candidate, trial.release))
            active, path = await in_database(answering_model)
            # Nothing stands beside the release that answers now.
            compared = path is not None and (active is None or active.number != trial.release)
            before = await self._model(path) if compared and path is not None else None
            trial = await trials.show(client, trial, stage="answering")
            made = [None if one is None else await _asked(one, trial) for one in (before, after)]
            await trials.show(client, trial, stage="done", before=made[0], after=made[1], compared_with=active.number if active else None)
        except ReleaseUnusable as problem:
            await trials.show(client, trial, stage="failed", why=problem.why)
        except Exception as error:  # Whatever it is, the next question is to be answered. Its sentence could quote what was asked.
            log.error("trial.failed", error=type(error).__name__)
            await trials.show(client, trial, stage="failed", why="unexpected")

    async def _model(self, path: Path) -> ConsoleDialogue:
        if path not in self._models:
            # Here, because importing Rasa takes ten seconds, in which the page is to say that it is being loaded.
            from bot.ops.console_dialogue import ConsoleDialogue

            self._models[path] = await ConsoleDialogue.load(self._actions_url, path)
        self._models.move_to_end(path)
        while len(self._models) > _MODELS_KEPT:
            self._models.popitem(last=False)
        return self._models[path]


def _candidate(number: int) -> Path:
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise ReleaseUnusable(number, "no_files")
    return model_file(release)


async def _asked(assistant: ConsoleDialogue, trial: Trial) -> dict[str, Any]:
    turn = await assistant.say(f"trial:{trial.id}", trial.text, trial.agency)
    assistant.forget(f"trial:{trial.id}")
    return made_of_it(turn.understanding, [reply["text"] for reply in turn.replies])


def made_of_it(understanding: dict[str, Any], replies: list[str]) -> dict[str, Any]:
    """What a model makes of the question: decision, confidence, what it is about, what it may be about, and the answer in full."""
    near = [("service", one["key"], one["score"]) for one in understanding["services"]]
    near += [("faq", one["key"], one["score"]) for one in understanding.get("faq_candidates") or ()]
    return {
        **said(understanding, [{"text": text} for text in replies]),
        "intent": understanding["intent"],
        "confidence": understanding["confidence"],
        "near": sorted(near, key=lambda one: -one[2]),
        "replies": replies,
    }

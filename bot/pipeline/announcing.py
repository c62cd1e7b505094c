"""Tells the pages which release each worker answers with, and which one it could not load."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import redis
from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.swapping import SwappingDialogue

_EVERY_SECONDS = 2.0
_SILENT_SECONDS = 15.0
_KEPT_SECONDS = 60


@dataclass(frozen=True)
class WorkerRelease:
    """One worker: what it answers with, what it was to answer with, and why it does not."""

    release: int | None
    wanted: int | None = None
    why: str = ""


class Announcer:
    """Says every two seconds what this worker answers with."""

    def __init__(self, dialogue: SwappingDialogue) -> None:
        self._dialogue = dialogue
        self._process = secrets.token_hex(8)

    async def run(self, stop: asyncio.Event) -> None:
        """Announce until `stop` is set, then say nothing any more."""
        while not stop.is_set():
            with suppress(RedisError, OSError):
                await self._say()
            with suppress(TimeoutError):
                async with asyncio.timeout(_EVERY_SECONDS):
                    await stop.wait()
        with suppress(RedisError, OSError):  # else it counts as silent after a while
            await async_client().hdel(keys.worker_releases(), self._process)

    async def _say(self) -> None:
        trouble = self._dialogue.trouble
        said: dict[str, Any] = {"release": self._dialogue.release, "at": time.time()}
        if trouble is not None:
            said |= {"wanted": trouble.release, "why": trouble.why}
        pipe = async_client().pipeline(transaction=True)
        pipe.hset(keys.worker_releases(), self._process, json.dumps(said))
        pipe.expire(keys.worker_releases(), _KEPT_SECONDS)
        await pipe.execute()


def worker_releases(client: redis.Redis[str]) -> list[WorkerRelease]:
    """The workers that live; empty while Redis does not answer."""
    try:
        stored = client.hgetall(keys.worker_releases())
        said = {process: json.loads(value) for process, value in stored.items()}
        silent = [process for process, one in said.items() if time.time() - one["at"] > _KEPT_SECONDS]
        if silent:
            client.hdel(keys.worker_releases(), *silent)
    except (RedisError, OSError):
        return []
    living = [one for one in said.values() if time.time() - one["at"] <= _SILENT_SECONDS]
    return [WorkerRelease(one["release"], one.get("wanted"), one.get("why", "")) for one in living]

"""A question that staff try out: a worker understands it as it would a citizen's, and nothing of it is stored or logged.

The web process has no model. It puts the question into a short list that all workers wait for, and waits a moment for the answer under
a key of its own. Both vanish by themselves, so that a question which nobody takes in time is never answered later.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client, impatient_sync_client
from bot.pipeline.contract import DialogueLike

log = structlog.get_logger(__name__)
PATIENCE = 3.0
_BLOCK = 2
# More than these at once would only be answered too late.
_MOST_WAITING = 20


@dataclass(frozen=True)
class Tried:
    """What a worker made of it; the shapes are those of `bot.dialogue.Turn`."""

    understanding: dict[str, Any]
    replies: list[dict[str, Any]]
    language: str


def try_out(agency: str, text: str, language: str, patience: float = PATIENCE) -> Tried | None:
    """Have a worker understand the question with what is published now; None when none answers within `patience` seconds."""
    number = secrets.token_hex(12)
    question = {"id": number, "agency": agency, "text": text, "language": language, "until": time.time() + patience}
    try:
        client = impatient_sync_client()
        waiting = client.rpush(keys.trials(), json.dumps(question))
        client.expire(keys.trials(), int(patience) + 1)
        if waiting > _MOST_WAITING:
            client.ltrim(keys.trials(), -_MOST_WAITING, -1)
        found = client.blpop([keys.trial_answer(number)], timeout=patience)
    except (RedisError, OSError):
        return None
    if found is None:
        return None
    answer = json.loads(found[1])
    return Tried(answer["understanding"], answer["replies"], answer["language"]) if answer else None


class Trials:
    """Answers what staff try out, beside the citizens' messages."""

    def __init__(self, dialogue: DialogueLike) -> None:
        self._dialogue = dialogue

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set."""
        client = async_client("blocking")
        while not stop.is_set():
            try:
                found: Any = await client.blpop([keys.trials()], timeout=_BLOCK)
                if found is not None:
                    await self._answer(client, json.loads(found[1]))
            except (RedisError, OSError):
                with suppress(TimeoutError):
                    async with asyncio.timeout(_BLOCK):
                        await stop.wait()

    async def _answer(self, client: redis.asyncio.Redis[str], question: dict[str, Any]) -> None:
        left = question["until"] - time.time()
        if left <= 0:
            return
        answer: dict[str, Any] | None = None
        try:
            async with asyncio.timeout(left):
                turn = await self._dialogue.handle(
                    conversation=f"try-{question['id']}",
                    message_id=question["id"],
                    text=question["text"],
                    agency=question["agency"],
                    channel="try",
                    language=question["language"] or None,
                )
            answer = {"understanding": turn.understanding, "replies": turn.replies, "language": turn.language}
        except Exception as error:  # Whatever it is, a trial must not stop the worker.
            log.warning("trial.failed", error=type(error).__name__)
        key = keys.trial_answer(question["id"])
        await client.rpush(key, json.dumps(answer))
        await client.expire(key, int(PATIENCE) + 2)

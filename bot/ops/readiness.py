"""Whether this installation can serve citizens now, check by check."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from redis.exceptions import RedisError

from bot.catalogue import revision
from bot.ops import warnings
from bot.ops.problem import Problem
from bot.ops.training import model_for_present_data, newest_model
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.queues import Queues, read_queues

OLDEST_INBOX_SECONDS = 60.0
_WITHIN_SECONDS = 3.0


@dataclass(frozen=True)
class Readiness:
    """Each check's sentence, and whether it passed; the numbers of live processes are for information.

    `warnings`: sentences on what somebody should look at while citizens are still served.
    """

    checks: dict[str, tuple[bool, str]]
    workers: int
    senders: int
    warnings: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether every check passed."""
        return all(passed for passed, _ in self.checks.values())


async def check() -> Readiness:
    """Run every check."""
    checks: dict[str, tuple[bool, str]] = {}
    try:
        async with asyncio.timeout(_WITHIN_SECONDS):
            number = await in_database(revision.current)
        checks["database"] = (True, "ok")
        checks["revision"] = (number > 0, str(number) if number else "The catalogue is empty: run `manage.py catalogue load`.")
    except (DatabaseUnavailable, TimeoutError):
        checks["database"] = (False, "The database does not answer.")
        checks["revision"] = (False, "not known")
    model = await asyncio.to_thread(_model)
    checks["model"] = (model is not None, model.name if model else "There is no model: run `manage.py train`.")
    workers = senders = 0
    queues: Queues | None = None
    try:
        async with asyncio.timeout(_WITHIN_SECONDS):
            queues = await read_queues(async_client())
        workers, senders = queues.processes["inbox"], queues.processes["outbox"]
        age = queues.oldest_seconds["inbox"]
        checks["redis"] = (True, "ok")
        checks["inbox"] = (age < OLDEST_INBOX_SECONDS, f"The oldest message waits for {age:.0f} s." if age else "empty")
    except (RedisError, OSError):  # a timeout is an OSError too
        checks["redis"] = (False, "Redis does not answer.")
        checks["inbox"] = (False, "not known")
    found = warnings.of_queues(queues) if queues else []
    if checks["database"][0]:
        with suppress(DatabaseUnavailable, TimeoutError):
            async with asyncio.timeout(_WITHIN_SECONDS):
                found += await in_database(warnings.of_accounts)
    return Readiness(checks, workers, senders, tuple(found))


def _model() -> Path | None:
    try:
        return model_for_present_data() or newest_model()
    except Problem:
        return None

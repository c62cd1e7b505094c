"""Reads the agencies' knowledge before a message comes that needs it, so that no citizen waits for it."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import structlog

from bot.catalogue.models import Agency
from bot.catalogue.snapshot import read_database

log = structlog.get_logger(__name__)
# With hundreds of agencies the rest are read when their first message comes.
MOST_SECONDS = 20.0
_LOOK_SECONDS = 0.2
# Whose citizens wrote lately: what staff publish there is read at once, and elsewhere at the next message.
_LATELY_SECONDS, _MOST_AGENCIES = 600.0, 8


def warm_up() -> None:
    """Read what fits into the time; a failure is no reason not to start."""
    # Here, because it brings the sentence embedding along.
    from bot.nlu.knowledge.index import index_of

    began = time.monotonic()
    try:
        for key in read_database(lambda: list(Agency.objects.exclude(kind=Agency.Kind.NATIONAL).values_list("key", flat=True))):
            if time.monotonic() - began > MOST_SECONDS:
                return
            index_of(key)
    except Exception as error:
        log.warning("warm_up.failed", error=type(error).__name__)


class FreshKnowledge:
    """Reads what staff publish as soon as it is there: the first message afterwards need not wait for it."""

    async def run(self, stop: asyncio.Event) -> None:
        """Look five times a second until `stop` is set; what cannot be read now is read at the next look, or by the next message."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(_renew)
            except Exception as error:
                log.warning("fresh_knowledge.failed", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await stop.wait()


def _renew() -> None:
    from bot.nlu.knowledge.index import renew

    renew(_LATELY_SECONDS, _MOST_AGENCIES)

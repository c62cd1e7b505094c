"""Reads the agencies' knowledge before the first message comes, so that no citizen waits for it."""

from __future__ import annotations

import time

import structlog

from bot.catalogue.models import Agency
from bot.catalogue.snapshot import read_database

log = structlog.get_logger(__name__)
# With hundreds of agencies the rest are read when their first message comes.
MOST_SECONDS = 20.0


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

"""What must happen at the desks by itself: claims that lapse, waits that overflow, and whatever a dead process has left half done.

It runs beside the senders. One process at a time does it, by a short lease; a second one would do no harm, because every step is a
conditional update or is skipped when it was done.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from contextlib import suppress

import structlog
from django.utils import timezone
from redis.exceptions import RedisError

from bot.desk import announcing, giving_back, outgoing, ownership
from bot.desk.models import Handoff, HandoffEvent
from bot.desk.routing import overflow_of
from bot.desk.topics.posting import Posting
from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.scripts import Script

log = structlog.get_logger(__name__)
EVERY_SECONDS = 2.0
_LEASE_MILLISECONDS = 10_000
_HOLD = Script("""
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
""")


def tend(now: dt.datetime) -> None:
    """Everything once.

    Raises:
        RedisError: Redis cannot be reached.
    """
    for number in ownership.lapse_expired(now):
        log.info("desk.lapsed", handoff=number)
    note_overflows(now)
    outgoing.sweep(now)
    giving_back.put_forgotten(now)


def note_overflows(now: dt.datetime) -> int:
    """Tell the other unit's pages of what has waited so long that it is theirs too; each is told once. Returns how many."""
    waiting = Handoff.objects.filter(state=Handoff.State.WAITING).exclude(unit__overflow_to=None)
    rows = waiting.exclude(events__kind=HandoffEvent.Kind.OVERFLOWED).select_related("agency", "unit__overflow_to__agency")
    count = 0
    for row in rows:
        other = overflow_of(row, now)
        if other is not None:
            ownership.note_event(row, HandoffEvent.Kind.OVERFLOWED, None, {"unit": other.key, "name": other.name})
            if other.agency_id != row.agency_id:
                announcing.overflowed(row, other.agency.key)
            count += 1
    return count


class Tending:
    """Looks after the desks until told to stop."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(16)
        self._posting = Posting()

    async def run(self, stop: asyncio.Event) -> None:
        """Tend every few seconds; what cannot be done now is done the next time."""
        while not stop.is_set():
            try:
                if await _HOLD(async_client(), [keys.tending()], [self._token, _LEASE_MILLISECONDS]):
                    await in_database(tend, timezone.now())
                    # Not for longer than the lease, or a second process would post the same.
                    async with asyncio.timeout(_LEASE_MILLISECONDS / 1000 - 1):
                        await self._posting.once()
            except (DatabaseUnavailable, RedisError, OSError, TimeoutError) as error:
                log.warning("desk.not_tended", error=type(error).__name__)
            except Exception as error:  # A fault here must not stop the sender beside it.
                log.error("desk.tending_failed", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await stop.wait()

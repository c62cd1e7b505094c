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

from bot.desk import announcing, giving_back, outgoing, ownership, waiting_again
from bot.desk.models import Duty, Handoff, HandoffEvent
from bot.desk.presence import on_duty
from bot.desk.routing import ANY_LANGUAGE_AFTER, any_language, overflow_of
from bot.desk.topics.posting import Posting
from bot.desk.waiting_again import How
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
    note_any_language(now)
    outgoing.sweep(now)
    giving_back.put_forgotten(now)


def note_overflows(now: dt.datetime) -> int:
    """Tell the other unit's pages of what has waited so long that it is theirs too; each unit is told once. Returns how many."""
    waiting = Handoff.objects.filter(state=Handoff.State.WAITING).exclude(unit__overflow_to=None)
    late = {row: other for row in waiting.select_related("agency", "unit__overflow_to__agency") if (other := overflow_of(row, now))}
    events = HandoffEvent.objects.filter(handoff__in=late, kind=HandoffEvent.Kind.OVERFLOWED)
    # What was passed on since then overflows from its new unit to that one's help.
    told = {(number, (details or {}).get("unit")) for number, details in events.values_list("handoff", "details")}
    count = 0
    for row, other in late.items():
        if (row.pk, other.key) not in told:
            # To whoever helps it comes from that unit. Taken over meanwhile, it came from nowhere.
            came = waiting_again.moving(row, How.OVERFLOWED, now)
            Handoff.objects.filter(pk=row.pk, state=Handoff.State.WAITING, unit=row.unit).update(**came)
            ownership.note_event(row, HandoffEvent.Kind.OVERFLOWED, None, {"unit": other.key, "name": other.name})
            if other.agency_id != row.agency_id:
                announcing.overflowed(row, other.agency.key)
            count += 1
    return count


def note_any_language(now: dt.datetime) -> int:
    """Ring for those who do not read a citizen's language, once nobody who does has come for long; once each. Returns how many."""
    waiting = Handoff.objects.filter(state=Handoff.State.WAITING, waiting_since__lte=now - ANY_LANGUAGE_AFTER)
    rows = waiting.exclude(events__kind=HandoffEvent.Kind.ANY_LANGUAGE).select_related("agency", "unit__overflow_to__agency")
    there: dict[int, list[Duty]] = {}
    count = 0
    for row in rows:
        if row.agency_id not in there:
            there[row.agency_id] = on_duty(row.agency, None, now)
        if any_language(row, now, there[row.agency_id]):
            ownership.note_event(row, HandoffEvent.Kind.ANY_LANGUAGE, None, {})
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

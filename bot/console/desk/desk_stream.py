"""The server-sent events of one open page of the desk.

Pub/sub only says that there is something new; what it is comes from the database, in the order of ids. Each event's id is the place that
the page has reached with it, so a page that was cut off goes on exactly there, whatever was lost on the way.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.console.desk.shared_reading import shared_reading
from bot.desk.changes import Changes, Place, changes_after, with_case, without_case
from bot.desk.lists import Counts, counts
from bot.desk.models import Handoff
from bot.desk.ringing import Ring, arrivals
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.event_format import written
from bot.pipeline.listening import END, Event, listener
from bot.staff.context import staff_context
from bot.staff.models import StaffSession
from bot.staff.permissions import Permission

PING_SECONDS = 15.0
# What comes within this time is read at once: a desk with two hundred conversations has something new at every moment. After a quiet
# while the wait is only as long as the parts of one happening need to come together.
_TOGETHER_SECONDS = 0.2
_AT_LEAST_SECONDS = 0.04


@dataclass(frozen=True)
class Listening:
    """Whose page listens, in which session, to which agency's desk, and which conversation it shows."""

    user: int
    session: str
    agency: Agency
    handoff: Handoff | None


async def desk_stream(page: Listening, place: Place) -> AsyncGenerator[str, None]:
    """What was missed first, then what happens, until the page goes, the person loses access, or the process stops."""
    pages = listener()
    channel = keys.desk_events(page.agency.key)
    queue = await pages.join(channel)
    try:
        first = await in_database(_counts_if_allowed, page)
        if first is None:
            return
        yield written("ping", {"counts": first.as_json()}, str(place))
        heard: list[Event] = []
        numbers, checked = first, time.monotonic()
        while True:
            read = time.monotonic()
            if _is_elsewhere(heard, page.handoff):
                # Of twenty pages nineteen hear of each message that it is none of theirs; the numbers stay what they were.
                found = Changes(place, (), case=False)
            else:
                found, numbers = await _read(page, place, heard)
            place = found.place
            messages = sorted({event["id"] for event in heard if event.get("type") == "message" and "id" in event})
            # A handoff that went to another agency has left no happening here, nor has a callback or what overflows from elsewhere.
            overflowed = {event["id"] for event in heard if event.get("type") == "overflow"}
            elsewhere = bool(overflowed) or any(event.get("type") == "queue" for event in heard)
            wrote = sorted({event["id"] for event in heard if event.get("for") == page.user})
            if found.happenings or messages or elsewhere:
                news = {
                    "happenings": [one.as_json() for one in found.happenings],
                    "messages": messages,
                    "elsewhere": elsewhere,
                    "wrote": wrote,
                    "ring": await _ring(page, arrivals(page.user, found.happenings) | overflowed),
                    "counts": numbers.as_json(),
                }
                yield written("desk", news, str(place))
            if found.case or _concerns_case(heard, page.handoff):
                yield written("case", {}, str(place))
            heard = await _next_events(queue, read)
            if END in heard:
                return
            if page.handoff is not None and {"type": "typing", "id": page.handoff.pk} in heard:
                yield written("typing", {}, str(place))
            # At a busy desk there is never a moment without news.
            if not heard or time.monotonic() - checked >= PING_SECONDS:
                checked = time.monotonic()
                still = await in_database(_counts_if_allowed, page)
                if still is None:
                    return
                yield written("ping", {"counts": still.as_json()}, str(place))
    except DatabaseUnavailable:
        return  # The page connects again.
    finally:
        pages.leave(channel, queue)


async def _next_events(queue: asyncio.Queue[Event], read: float) -> list[Event]:
    """What comes next and shortly after it; nothing when it is time for a ping. `read` is when the last ones were taken up."""
    try:
        async with asyncio.timeout(PING_SECONDS):
            events = [await queue.get()]
    except TimeoutError:
        return []
    if events[0] != END:
        await asyncio.sleep(max(_AT_LEAST_SECONDS, _TOGETHER_SECONDS - (time.monotonic() - read)))
    while not queue.empty():
        events.append(queue.get_nowait())
    return events


def _is_elsewhere(heard: list[Event], handoff: Handoff | None) -> bool:
    """Whether there were only messages and typing in named conversations that the page does not show."""
    shown = handoff.pk if handoff is not None else None
    return bool(heard) and all(event.get("type") in ("message", "typing") and event.get("id", shown) != shown for event in heard)


def _concerns_case(heard: list[Event], handoff: Handoff | None) -> bool:
    # Also what another process stored late, under a number before the place.
    return handoff is not None and any(event.get("id") == handoff.pk and event.get("type") != "typing" for event in heard)


async def _read(page: Listening, place: Place, heard: list[Event]) -> tuple[Changes, Counts]:
    news = await shared_reading(page.agency).news()
    numbers, happenings = news.counts_of(page.user), news.after(place.event)
    if happenings is None:
        return await in_database(changes_after, place, page.agency, page.handoff), numbers
    shown = page.handoff.pk if page.handoff is not None else 0
    named = {event.get("id") for event in heard} | {one.handoff for one in happenings}
    # Without news, and where something may have been missed, it is looked at in any case.
    if not shown or (heard and None not in named and shown not in named):
        return without_case(place, happenings), numbers
    return await in_database(with_case, place, happenings, page.handoff), numbers


async def _ring(page: Listening, arrived: set[int]) -> Ring:
    # Most happenings are no arrivals: that needs no look into the database.
    if not arrived:
        return ""
    bell = await shared_reading(page.agency).bell(arrived)
    return bell.ring_for(page.user, arrived, timezone.now())


def _counts_if_allowed(page: Listening) -> Counts | None:
    """The counts; None when the person has lost access or has signed out: a stream outlives the request that was checked."""
    user = User.objects.filter(pk=page.user, is_active=True).first()
    if user is None or not StaffSession.objects.filter(user=user, session_key=page.session).exists():
        return None
    staff = staff_context(user, page.agency.key)
    return counts(user, page.agency) if staff is not None and staff.can(Permission.CONVERSE) else None

"""For whom the bell rings, as the open page hears it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.console.desk import desk_stream as stream_module
from bot.console.desk.desk_stream import Listening, desk_stream
from bot.desk import ownership
from bot.desk.changes import Place, present_place
from bot.desk.models import Duty, Handoff
from bot.desk.tending import note_any_language, note_overflows
from bot.staff.models import StaffSession
from tests.desk import stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no Redis here to wake the page: it looks by itself at each ping.
    monkeypatch.setattr(stream_module, "PING_SECONDS", 0.05)


@pytest.fixture
def duty(rina: User, city: Agency) -> Duty:
    """Rina is on duty and serves one conversation at a time."""
    return Duty.objects.create(user=rina, agency=city, available=True, seen=timezone.now(), capacity=1)


async def _ring(user: User, city: Agency, place: Place) -> str:
    """What the next happenings at the desk are to the person's page."""
    await sync_to_async(StaffSession.objects.get_or_create)(
        user=user, session_key=f"sesi-{user.pk}", defaults={"browser": "Firefox", "last_seen": timezone.now()}
    )
    async with asyncio.timeout(30):
        stream = desk_stream(Listening(user.pk, f"sesi-{user.pk}", city, None), place)
        async for event in stream:
            lines = dict(line.split(": ", 1) for line in event.strip().splitlines())
            if lines["event"] == "desk":
                await stream.aclose()
                ring: str = json.loads(lines["data"])["ring"]
                return ring
    raise AssertionError("The stream has ended.")


async def _after(user: User, city: Agency, act: Any, *given: Any, **fields: Any) -> str:
    place = await sync_to_async(present_place)(city, None)
    await sync_to_async(act)(*given, **fields)
    return await _ring(user, city, place)


async def test_it_rings_for_a_citizen_whom_the_person_can_serve(city: Agency, rina: User, duty: Duty) -> None:
    assert await _after(rina, city, stored.handoff, city) == "waiting"


async def test_it_is_silent_on_a_break(city: Agency, rina: User, duty: Duty) -> None:
    await sync_to_async(Duty.objects.filter(pk=duty.pk).update)(available=False)
    assert await _after(rina, city, stored.handoff, city) == ""


async def test_it_is_silent_for_what_another_unit_serves(city: Agency, rina: User, duty: Duty) -> None:
    own, other = await sync_to_async(stored.unit)(city, "akta"), await sync_to_async(stored.unit)(city, "pajak")
    await sync_to_async(duty.units.set)([own])
    assert await _after(rina, city, stored.handoff, city, unit=other) == ""
    assert await _after(rina, city, stored.handoff, city, unit=own) == "waiting"


async def test_it_rings_for_another_language_while_nobody_who_reads_it_is_there(city: Agency, rina: User, budi: User, duty: Duty) -> None:
    await sync_to_async(Duty.objects.filter(pk=duty.pk).update)(languages=["id"])
    assert await _after(rina, city, stored.handoff, city, language="ja") == "waiting"
    await sync_to_async(Duty.objects.create)(user=budi, agency=city, available=True, seen=timezone.now(), languages=["ja"])
    assert await _after(rina, city, stored.handoff, city, language="ja") == ""


async def test_it_rings_for_another_language_once_nobody_who_reads_it_has_come(city: Agency, rina: User, budi: User, duty: Duty) -> None:
    now = timezone.now()
    await sync_to_async(Duty.objects.filter(pk=duty.pk).update)(languages=["id"])
    await sync_to_async(Duty.objects.create)(user=budi, agency=city, available=True, seen=now, languages=["ja"])
    row = await sync_to_async(stored.handoff)(city, language="ja", waiting_since=now - dt.timedelta(minutes=14))
    assert await sync_to_async(note_any_language)(now) == 0
    await sync_to_async(Handoff.objects.filter(pk=row.pk).update)(waiting_since=now - dt.timedelta(minutes=15))
    assert await _after(rina, city, note_any_language, now) == "waiting"
    assert await sync_to_async(note_any_language)(now) == 0, "it rings once"


async def test_what_was_passed_on_rings_for_the_help_of_its_new_unit_too(city: Agency, rina: User, duty: Duty) -> None:
    first, second = await sync_to_async(stored.unit)(city, "bantu-1"), await sync_to_async(stored.unit)(city, "bantu-2")
    akta = await sync_to_async(stored.unit)(city, "akta", overflow_to=first, overflow_after=5)
    pajak = await sync_to_async(stored.unit)(city, "pajak", overflow_to=second, overflow_after=5)
    await sync_to_async(duty.units.set)([second])
    row = await sync_to_async(stored.handoff)(city, unit=akta, waiting_since=timezone.now() - dt.timedelta(minutes=9))
    assert await _after(rina, city, note_overflows, timezone.now()) == ""
    await sync_to_async(Handoff.objects.filter(pk=row.pk).update)(unit=pajak)
    assert await _after(rina, city, note_overflows, timezone.now()) == "waiting"
    assert await sync_to_async(note_overflows)(timezone.now()) == 0


async def test_whoever_serves_as_many_as_they_said_is_asked_in_danger_only(city: Agency, rina: User, duty: Duty) -> None:
    await sync_to_async(stored.claimed)(await sync_to_async(stored.handoff)(city), rina)
    assert await _after(rina, city, stored.handoff, city) == ""
    assert await _after(rina, city, stored.handoff, city, urgency=2, reason="distress") == "waiting"


async def test_what_is_given_to_one_colleague_rings_for_that_one_alone(city: Agency, rina: User, budi: User, duty: Duty) -> None:
    await sync_to_async(Duty.objects.create)(user=budi, agency=city, available=True, seen=timezone.now())
    sari = await sync_to_async(User.objects.create_user)("sari@kota.example")
    mine = await sync_to_async(stored.claimed)(await sync_to_async(stored.handoff)(city), sari)
    place = await sync_to_async(present_place)(city, None)
    await sync_to_async(ownership.transfer)(mine, timezone.now(), to=rina)
    assert await _ring(rina, city, place) == "given"
    assert await _ring(budi, city, place) == ""


async def test_what_somebody_put_back_does_not_ring_for_themselves(city: Agency, rina: User, budi: User, duty: Duty) -> None:
    await sync_to_async(Duty.objects.create)(user=budi, agency=city, available=True, seen=timezone.now())
    mine = await sync_to_async(stored.claimed)(await sync_to_async(stored.handoff)(city), rina)
    place = await sync_to_async(present_place)(city, None)
    await sync_to_async(ownership.release)(mine, timezone.now())
    assert await _ring(rina, city, place) == ""
    assert await _ring(budi, city, place) == "waiting"

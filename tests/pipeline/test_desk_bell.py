"""For whom a page of the desk rings when there is nothing new in the queue of its own agency."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
import redis.asyncio
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.console.desk.desk_stream import Listening, desk_stream
from bot.desk.changes import present_place
from bot.desk.models import Duty, Handoff, Unit
from bot.desk.tending import note_overflows
from bot.pipeline.store import store_incoming
from bot.staff.models import Membership, StaffSession
from tests.desk import stored
from tests.pipeline.fakes import message

pytestmark = pytest.mark.usefixtures("catalogue", "client")


def _operator(name: str, agency: Agency) -> User:
    user = User.objects.create_user(f"{name}@kota.example", first_name=name)
    Membership.objects.create(user=user, agency=agency, role="operator")
    Duty.objects.create(user=user, agency=agency, available=True, seen=timezone.now())
    StaffSession.objects.create(user=user, session_key=f"sesi-{user.pk}", browser="Firefox", last_seen=timezone.now())
    return user


@asynccontextmanager
async def _page(user: User, agency: Agency) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The news of the desk as an open page hears them."""
    place = await sync_to_async(present_place)(agency, None)
    async with aclosing(desk_stream(Listening(user.pk, f"sesi-{user.pk}", agency, None), place)) as stream:
        await anext(stream)  # it listens

        async def news() -> AsyncIterator[dict[str, Any]]:
            async for event in stream:
                lines = dict(line.split(": ", 1) for line in event.strip().splitlines())
                if lines["event"] == "desk":
                    yield json.loads(lines["data"])

        yield news()


def _claimed(agency: Agency, user: User) -> Handoff:
    row = stored.handoff(agency)
    stored.claimed(row, user)
    return row


def _writes(row: Handoff) -> None:
    store_incoming(message("Halo?", str(row.conversation_id)))


async def test_what_a_citizen_writes_rings_for_whoever_serves_them(client: redis.asyncio.Redis[str]) -> None:
    city = await Agency.objects.aget(key="kota-uji")
    rina, budi = [await sync_to_async(_operator)(name, city) for name in ("Rina", "Budi")]
    served, waiting = await sync_to_async(_claimed)(city, rina), await sync_to_async(stored.handoff)(city)
    async with asyncio.timeout(30), _page(rina, city) as rinas, _page(budi, city) as budis:
        await sync_to_async(_writes)(served)
        assert [(await anext(page))["wrote"] for page in (rinas, budis)] == [[served.pk], []]
        await sync_to_async(_writes)(waiting)
        heard = await anext(rinas)
        assert (heard["messages"], heard["wrote"]) == ([waiting.pk], [])


def _overflowing(agency: Agency, other: Agency) -> Handoff:
    helpers = Unit.objects.create(agency=other, key="bantu", name={"id": "Bantuan"})
    unit = Unit.objects.create(agency=agency, key="akta", name={"id": "Akta"}, overflow_to=helpers, overflow_after=5)
    return stored.handoff(agency, unit=unit, waiting_since=timezone.now() - dt.timedelta(minutes=6))


async def test_what_has_waited_too_long_elsewhere_rings_for_those_who_are_asked_to_help(client: redis.asyncio.Redis[str]) -> None:
    city = await Agency.objects.aget(key="kota-uji")
    other = await Agency.objects.acreate(key="kota-bantu", name={"id": "Kota Bantu"}, country="ID", default_language="id")
    sari = await sync_to_async(_operator)("Sari", other)
    row = await sync_to_async(_overflowing)(city, other)
    async with asyncio.timeout(30), _page(sari, other) as page:
        assert await sync_to_async(note_overflows)(timezone.now()) == 1
        heard = await anext(page)
    assert (heard["ring"], heard["elsewhere"], heard["wrote"]) == ("waiting", True, [])
    assert row.agency_id == city.pk

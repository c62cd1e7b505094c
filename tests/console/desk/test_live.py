"""What an open page hears: everything, in order, also after it was cut off; and what it says: that it is there."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.console.desk import desk_stream as stream_module
from bot.console.desk.desk_stream import Listening, desk_stream
from bot.console.desk.shared_reading import SharedReading
from bot.desk import changes, notes, ownership
from bot.desk.changes import Place, changes_after, present_place
from bot.desk.lists import counts
from bot.desk.models import Duty, Handoff, Message
from bot.staff.models import Membership, StaffSession
from tests.console.people import agency
from tests.desk import stored


def test_changes_come_in_the_order_in_which_they_happened(city: Agency, rina: User) -> None:
    before = present_place(city, None)
    first, second = stored.handoff(city), stored.handoff(city)
    stored.claimed(second, rina)
    stored.handoff(agency("kota-lain"))
    found = changes_after(before, city, None)
    assert [(one.handoff, one.kind) for one in found.happenings] == [(first.pk, "opened"), (second.pk, "opened"), (second.pk, "claimed")]
    assert changes_after(found.place, city, None).happenings == ()


def test_after_a_gap_nothing_is_missed_and_nothing_comes_twice(city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_AT_ONCE", 3)
    place = present_place(city, None)
    rows = [stored.handoff(city) for _ in range(8)]
    seen: list[int] = []
    while (found := changes_after(place, city, None)).happenings:
        seen += [one.handoff for one in found.happenings]
        place = found.place
    assert seen == [row.pk for row in rows]


@pytest.mark.parametrize("what", ["message", "status", "note", "owner"])
def test_whatever_changes_in_a_conversation_is_noticed(city: Agency, rina: User, what: str) -> None:
    row = stored.handoff(city)
    reply = stored.answered(row.conversation, "Ya", status="sent", author="operator")
    place = present_place(city, row)
    assert not changes_after(place, city, row).case
    if what == "message":
        stored.said(row.conversation, "Halo?")
    elif what == "status":
        Message.objects.filter(pk=reply.pk).update(status="delivered")
    elif what == "note":
        notes.add_note(row, rina, "Catatan")
    else:
        stored.claimed(row, rina)
    found = changes_after(place, city, row)
    assert found.case
    assert not changes_after(found.place, city, row).case


def test_another_conversation_does_not_concern_the_page(city: Agency) -> None:
    row, other = stored.handoff(city), stored.handoff(city)
    place = present_place(city, row)
    stored.said(other.conversation, "Halo?")
    assert not changes_after(place, city, row).case


def test_a_look_at_a_transcript_wakes_nobody(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    place = present_place(city, row)
    rinas.get(f"{desk}/{row.pk}/")
    found = changes_after(place, city, row)
    assert (found.happenings, found.case, found.place) == ((), False, place)


@pytest.mark.parametrize("text", ["", "1.2.3", "a.b.c.d", "1.2.3.4.5", "-1.2.3.4"])
def test_a_place_that_is_none_counts_as_now(text: str) -> None:
    assert Place.read(text) is None
    assert Place.read(str(Place(1, 2, 3, 4))) == Place(1, 2, 3, 4)


async def _events(page: Listening, place: Place) -> AsyncGenerator[tuple[str, dict[str, Any], Place], None]:
    async for block in desk_stream(page, place):
        lines = dict(line.split(": ", 1) for line in block.strip().splitlines())
        there = Place.read(lines["id"])
        assert there is not None
        yield lines["event"], json.loads(lines["data"]), there


def _listening(user: User, city: Agency, row: Handoff | None) -> Listening:
    StaffSession.objects.create(user=user, session_key="sesi", browser="Firefox", last_seen=timezone.now())
    return Listening(user.pk, "sesi", city, row)


@pytest.mark.django_db(transaction=True)
async def test_a_page_that_was_cut_off_goes_on_where_it_stopped(city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no Redis here to wake the page: it looks by itself at each ping, as it does while Redis is away.
    monkeypatch.setattr(stream_module, "PING_SECONDS", 0.1)
    row = await sync_to_async(stored.handoff)(city)
    page = await sync_to_async(_listening)(rina, city, row)
    place = await sync_to_async(present_place)(city, row)
    other = await sync_to_async(stored.handoff)(city)
    await sync_to_async(stored.said)(row.conversation, "Halo?")
    async with asyncio.timeout(30):
        events = _events(page, place)
        name, data, _there = await anext(events)
        assert (name, data["counts"]["waiting"]) == ("ping", 2)
        name, data, _there = await anext(events)
        assert name == "desk"
        assert data["happenings"] == [{"handoff": other.pk, "kind": "opened", "by": None}]
        name, _data, there = await anext(events)
        assert name == "case"
        await events.aclose()
        again = _events(page, there)
        await anext(again)
        await sync_to_async(stored.claimed)(row, rina)
        name, data = "ping", {}
        while name == "ping":
            name, data, _there = await anext(again)
        assert (name, data["happenings"][0]["kind"], data["counts"]["mine"]) == ("desk", "claimed", 1)
        await again.aclose()


@pytest.mark.django_db(transaction=True)
async def test_an_idle_page_hears_pings_and_goes_when_the_person_has_lost_access(
    city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "PING_SECONDS", 0.05)
    page = await sync_to_async(_listening)(rina, city, None)
    place = await sync_to_async(present_place)(city, None)
    async with asyncio.timeout(30):
        events = _events(page, place)
        assert [(await anext(events))[0] for _ in range(3)] == ["ping"] * 3
        await sync_to_async(Membership.objects.filter(user=rina).update)(suspended=True)
        assert [name async for name, _data, _place in events] in ([], ["ping"])


@pytest.mark.django_db(transaction=True)
async def test_a_person_who_loses_access_is_let_go_at_a_busy_desk_too(city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "PING_SECONDS", 0.3)
    page = await sync_to_async(_listening)(rina, city, None)
    place = await sync_to_async(present_place)(city, None)

    async def never_quiet(_queue: asyncio.Queue[dict[str, Any]], _read: float) -> list[dict[str, Any]]:
        await asyncio.sleep(0.01)
        return [{"type": "message", "id": 0}]

    monkeypatch.setattr(stream_module, "_next_events", never_quiet)
    async with asyncio.timeout(30):
        events = _events(page, place)
        await anext(events)
        await sync_to_async(Membership.objects.filter(user=rina).update)(suspended=True)
        assert {name async for name, _data, _place in events} <= {"desk", "ping"}


@pytest.mark.django_db(transaction=True)
async def test_messages_of_other_conversations_are_told_without_a_look_into_the_database(
    city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, other = await sync_to_async(stored.handoff)(city), await sync_to_async(stored.handoff)(city)
    page = await sync_to_async(_listening)(rina, city, row)
    news = iter([[{"type": "message", "id": other.pk}], [{"type": "message", "id": row.pk}]])
    reads: list[Place] = []
    read = stream_module._read

    async def counted(page: Listening, place: Place, heard: list[dict[str, Any]]) -> Any:
        reads.append(place)
        return await read(page, place, heard)

    async def next_events(_queue: asyncio.Queue[dict[str, Any]], _read: float) -> list[dict[str, Any]]:
        return next(news)

    monkeypatch.setattr(stream_module, "_read", counted)
    monkeypatch.setattr(stream_module, "_next_events", next_events)
    async with asyncio.timeout(30):
        events = _events(page, await sync_to_async(present_place)(city, row))
        assert (await anext(events))[0] == "ping"
        name, data, _place = await anext(events)
        assert (name, data["messages"], data["counts"]["waiting"], len(reads)) == ("desk", [other.pk], 2, 1)
        assert [(await anext(events))[0] for _ in range(2)] == ["desk", "case"]
        assert len(reads) == 2
        await events.aclose()


@pytest.mark.django_db(transaction=True)
async def test_pages_that_ask_together_share_one_reading_and_each_gets_its_own_numbers(city: Agency, rina: User, budi: User) -> None:
    row, other = await sync_to_async(stored.handoff)(city), await sync_to_async(stored.handoff)(city)
    await sync_to_async(stored.claimed)(row, rina)
    reading = SharedReading(city)
    found = await asyncio.gather(*(reading.news() for _ in range(20)))
    assert len({id(news) for news in found}) == 1
    assert (found[0].counts_of(rina.pk).mine, found[0].counts_of(budi.pk).mine) == (1, 0)
    assert found[0].counts_of(rina.pk) == await sync_to_async(counts)(rina, city)
    # Whoever asks after something has happened hears of it, also while an earlier reading is under way.
    early = asyncio.create_task(reading.news())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await sync_to_async(stored.claimed)(other, budi)
    assert (await reading.news()).counts_of(budi.pk).mine == 1
    await early


@pytest.mark.django_db(transaction=True)
async def test_a_page_that_was_away_for_long_still_gets_everything(city: Agency, rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_AT_ONCE", 3)
    monkeypatch.setattr(stream_module, "PING_SECONDS", 0.05)
    page = await sync_to_async(_listening)(rina, city, None)
    place = await sync_to_async(present_place)(city, None)
    rows = [await sync_to_async(stored.handoff)(city) for _ in range(8)]
    seen: list[int] = []
    async with asyncio.timeout(30):
        events = _events(page, place)
        while len(seen) < len(rows):
            name, data, _place = await anext(events)
            seen += [one["handoff"] for one in data["happenings"]] if name == "desk" else []
        await events.aclose()
    assert seen == [row.pk for row in rows]


def test_a_page_gets_only_the_rows_that_it_does_not_have_as_they_are(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    first = stored.answered(row.conversation, "Pertama", author="operator", status="sent")
    second = stored.answered(row.conversation, "Kedua", author="operator", status="sent")
    address = f"{desk}/{row.pk}/timeline?after={second.pk}"
    have = ",".join(f"{key}.{version}" for key, version in _rows_in(rinas.get(address)).items())
    assert have.count("message-") >= 2
    assert _rows_in(rinas.get(f"{address}&have={have}")) == {}
    Message.objects.filter(pk=first.pk).update(status="read")
    assert list(_rows_in(rinas.get(f"{address}&have={have}"))) == [f"message-{first.pk}"]
    Message.objects.filter(pk=first.pk).update(status="failed", error_code="403", error="Blocked.")
    failed = ",".join(f"{key}.{version}" for key, version in _rows_in(rinas.get(address)).items())
    # Whether it can be sent again hangs on who looks, so it always comes.
    assert list(_rows_in(rinas.get(f"{address}&have={failed}"))) == [f"message-{first.pk}"]


def test_ones_other_conversations_come_along_where_they_may_have_changed(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    stored.claimed(row, rina)
    reply = stored.answered(row.conversation, "Baik", author="operator", status="read")
    address = f"{desk}/{row.pk}/timeline?after={reply.pk}"
    shown = f'id="own-{row.pk}"'
    assert shown not in rinas.get(address).content.decode()
    assert shown in rinas.get(f"{address}&own=yes").content.decode()
    stored.said(row.conversation, "Halo?")
    assert shown in rinas.get(address).content.decode()


def _rows_in(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'<li id="([a-z]+-\d+)"[^>]*data-version="(\w+)"', answer.content.decode()))


def test_the_stream_is_one_that_no_proxy_holds_back(desk: str, rinas: Client) -> None:
    answer = rinas.get(f"{desk}/events")
    assert answer["Content-Type"].startswith("text/event-stream")
    assert answer["X-Accel-Buffering"] == "no"


def test_an_open_page_keeps_the_claim_and_the_presence(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    claim = stored.claimed(row, rina, timezone.now() - dt.timedelta(seconds=40))
    assert rinas.post(f"{desk}/here", {"case": row.pk, "token": claim.token}).status_code == 200
    assert ownership.lapse_expired(timezone.now() + dt.timedelta(seconds=30)) == []
    seen = Duty.objects.get(user=rina).seen
    assert seen is not None
    assert timezone.now() - seen < dt.timedelta(minutes=1)


def test_any_open_page_of_the_desk_keeps_all_that_the_person_serves(desk: str, rinas: Client, rina: User, budi: User, city: Agency) -> None:
    ago = timezone.now() - dt.timedelta(seconds=40)
    first, second, colleagues = stored.handoff(city), stored.handoff(city), stored.handoff(city)
    for row in (first, second):
        stored.claimed(row, rina, ago)
    stored.claimed(colleagues, budi, ago)
    # The list alone is open, or the page of another conversation.
    assert rinas.post(f"{desk}/here").status_code == 200
    assert ownership.lapse_expired(timezone.now() + dt.timedelta(seconds=30)) == [colleagues.pk]


def test_what_was_given_to_somebody_is_theirs_once_they_open_it(
    desk: str, rinas: Client, budis: Client, rina: User, budi: User, city: Agency
) -> None:
    row = stored.handoff(city)
    ownership.transfer(stored.claimed(row, rina), timezone.now(), to=budi)
    budis.post(f"{desk}/here")
    soon, later = timezone.now() + dt.timedelta(seconds=90), timezone.now() + dt.timedelta(seconds=130)
    assert ownership.lapse_expired(soon) == []
    assert ownership.lapse_expired(later) == [row.pk]
    ownership.take_from(row.pk, budi, rina, timezone.now())
    page = budis.get(f"{desk}/{row.pk}/").content.decode()
    row.refresh_from_db()
    assert row.lease_token
    assert f'name="token" value="{row.lease_token}"' in page
    assert budis.post(f"{desk}/here", {"case": row.pk, "token": row.lease_token}).status_code == 200
    budis.post(f"{desk}/here")
    assert ownership.lapse_expired(timezone.now() + dt.timedelta(seconds=30)) == []


def test_a_page_learns_that_its_claim_is_over(desk: str, rinas: Client, rina: User, budi: User, city: Agency) -> None:
    row = stored.handoff(city)
    claim = stored.claimed(row, rina)
    ownership.lapse_expired(timezone.now() + ownership.LEASE + dt.timedelta(seconds=1))
    stored.claimed(Handoff.objects.get(pk=row.pk), budi)
    answer = rinas.post(f"{desk}/here", {"case": row.pk, "token": claim.token})
    assert (answer.status_code, answer.json()["by"]) == (409, "Budi")


def test_availability_is_a_switch(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    said = rinas.post(f"{desk}/availability", {"available": "yes", "next": f"{desk}/"}, follow=True).content.decode()
    assert "You are on duty" in said
    assert Duty.objects.get(user=rina, agency=city).available
    rinas.post(f"{desk}/availability", {"available": "no", "next": f"{desk}/"})
    assert not Duty.objects.get(user=rina, agency=city).available
    assert rinas.post(f"{desk}/availability", {"available": "no", "next": "https://evil.example/"})["Location"] == "/console/"

"""How long transcripts are kept, what flows to the inbox of questions, and the command that sets a desk up."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.desk.models import (
    Callback,
    Conversation,
    DeskSettings,
    Duty,
    Handoff,
    HandoffEvent,
    InternalNote,
    Message,
    SpecialDay,
    Topic,
    TopicNotice,
    Unit,
)
from bot.desk.retention import remove_old
from bot.questions.models import Reason
from bot.questions.reading import Position, read_batch
from bot.staff.permissions import Role
from tests.catalogue.content import write_all
from tests.console.people import agency, person
from tests.desk import stored
from tests.questions.stored import message


@pytest.fixture
def city(db: None) -> Agency:
    """A city with a desk that keeps transcripts for thirty days."""
    made = agency()
    DeskSettings.objects.create(agency=made, enabled=True, transcript_days=30)
    return made


def handoff(of: Agency, conversation: Conversation, **fields: Any) -> Handoff:
    """A handoff with words in it."""
    kept = {"summary": {"question": "?"}, "settled": "beres", "satisfaction_words": "bagus", "language": "id", "reason": "asked"}
    given = {**kept, "waiting_since": timezone.now(), "source": f"s{Handoff.objects.count()}", **fields}
    return Handoff.objects.create(conversation=conversation, agency=of, **given)


def callback(of: Agency, source: str, created: dt.datetime, **fields: Any) -> Callback:
    """A wish to be called back."""
    made = Callback.objects.create(agency=of, source=source, name="x", how="x", about="x", language="id", consented_at=created, **fields)
    Callback.objects.filter(pk=made.pk).update(created=created)
    return made


def test_old_transcripts_lose_their_words_and_keep_their_figures(city: Agency) -> None:
    now = timezone.now()
    long_ago = now - dt.timedelta(days=31)
    old, young = message(city, "lama", at=long_ago), message(city, "baru", at=now)
    row = handoff(city, old.conversation, state="closed", ended_at=long_ago, satisfaction=5)
    note = InternalNote.objects.create(handoff=row, author_name="x", text="catatan")
    call = callback(city, "c", long_ago, state="reached", ended_at=long_ago)
    InternalNote.objects.filter(pk=note.pk).update(created=long_ago)
    assert remove_old(now) == {"messages": 1, "notes": 1, "handoffs": 1, "callbacks": 1, "numbers": 0}
    assert not Callback.objects.filter(pk=call.pk).exists()
    old.refresh_from_db()
    young.refresh_from_db()
    row.refresh_from_db()
    assert (old.text, young.text) == ("[-]", "baru")
    assert (row.summary, row.settled, row.satisfaction_words, row.satisfaction) == ({}, "", "", 5)
    assert remove_old(now) == {"messages": 0, "notes": 0, "handoffs": 0, "callbacks": 0, "numbers": 0}


def test_what_colleagues_remarked_and_a_group_was_told_goes_as_well(city: Agency) -> None:
    now = timezone.now()
    rows = []
    for ended in (now - dt.timedelta(days=31), now - dt.timedelta(days=29)):
        row = handoff(city, message(city, "lama", at=ended).conversation, state="closed", ended_at=ended)
        Handoff.objects.filter(pk=row.pk).update(came_from={"how": "passed_on", "by": "Rina", "remark": "Warga ini hamil tua"})
        event = {"to": "Budi", "remark": "Warga ini hamil tua"}
        HandoffEvent.objects.create(handoff=row, kind=HandoffEvent.Kind.TRANSFERRED, by_name="Rina", details=event)
        group = stored.contact(city, channel="telegram").account
        topic = Topic.objects.create(handoff=row, account=group, group="-100", thread=row.pk, is_closed=True)
        TopicNotice.objects.create(topic=topic, source=f"{row.pk}", text="Belum sampai kepada warga: ...", is_sent=True)
        rows.append(row)
    remove_old(now)
    old, young = rows
    for row in rows:
        row.refresh_from_db()
    assert old.came_from == {"how": "passed_on", "by": "Rina", "remark": ""}
    assert young.came_from["remark"] == "Warga ini hamil tua"
    assert [(event.handoff_id, event.details["remark"]) for event in HandoffEvent.objects.order_by("handoff")] == [
        (old.pk, ""),
        (young.pk, "Warga ini hamil tua"),
    ]
    assert [notice.topic_id for notice in TopicNotice.objects.all()] == [young.pk]


@pytest.mark.parametrize("state", ["open", "not_reached"])
def test_a_callback_that_nobody_has_reached_does_not_vanish(city: Agency, state: str) -> None:
    now = timezone.now()
    waits = callback(city, "a", now - dt.timedelta(days=59), state=state)
    too_long = callback(city, "b", now - dt.timedelta(days=61), state=state)
    counts = remove_old(now)
    assert (counts["callbacks"], counts["numbers"]) == (0, 1)
    waits.refresh_from_db()
    too_long.refresh_from_db()
    assert (waits.name, waits.how, waits.forgotten_at) == ("x", "x", None)
    assert (too_long.name, too_long.how, too_long.about, too_long.state, too_long.forgotten_at) == ("", "", "", state, now)
    assert remove_old(now)["numbers"] == 0


def test_a_callback_goes_when_the_days_are_over_since_it_was_done(city: Agency) -> None:
    now = timezone.now()
    old = now - dt.timedelta(days=90)
    callback(city, "a", old, state="closed", ended_at=now - dt.timedelta(days=29))
    callback(city, "b", old, state="reached", ended_at=now - dt.timedelta(days=31))
    assert remove_old(now)["callbacks"] == 1
    assert Callback.objects.get().source == "a"


def test_an_open_conversation_and_an_agency_without_a_desk_are_left_alone(city: Agency) -> None:
    long_ago = timezone.now() - dt.timedelta(days=400)
    served, elsewhere = message(city, "masih dilayani", at=long_ago), message(agency("kota-lain"), "lain", at=long_ago)
    handoff(city, served.conversation)
    assert remove_old(timezone.now())["messages"] == 0
    assert set(Message.objects.values_list("text", flat=True)) == {"masih dilayani", "lain"}
    assert elsewhere.pk


def test_the_question_before_a_person_was_needed_is_one_for_staff(city: Agency) -> None:
    asked = message(city, "Apakah sertifikat tanah bisa diurus di sini?", "answer", confidence=0.9)
    message(city, "mau bicara dengan petugas", "handoff", conversation=asked.conversation)
    handoff(city, asked.conversation, waiting_since=timezone.now() - dt.timedelta(minutes=50))
    Message.objects.update(created=timezone.now() - dt.timedelta(minutes=55))
    batch = read_batch(Position(0, 0), 200)
    assert [(one.text, one.reason) for one in batch.asked] == [("Apakah sertifikat tanah bisa diurus di sini?", Reason.PERSON)]
    assert read_batch(batch.until, 200).asked == ()


def test_a_cry_for_help_is_nobodys_work_list(city: Agency) -> None:
    asked = message(city, "saya ingin mati", "handoff", kind="distress")
    handoff(city, asked.conversation, reason="distress", waiting_since=timezone.now() - dt.timedelta(minutes=50))
    handoff_asked = message(city, "mau bicara dengan petugas", "handoff", conversation=asked.conversation)
    Handoff.objects.update(state="closed")
    handoff(city, asked.conversation, waiting_since=timezone.now() - dt.timedelta(minutes=30))
    assert handoff_asked.pk
    assert read_batch(Position(0, 0), 200).asked == ()


def run(*arguments: str) -> str:
    """`manage.py desk ...`; what it says."""
    said = StringIO()
    call_command("desk", *arguments, stdout=said)
    return said.getvalue()


def test_a_desk_is_set_up_from_the_command_line(db: None) -> None:
    city = agency()
    user = person(Role.OPERATOR, of=city)
    run("on", "--agency", "kota-uji", "--transcript-days", "90", "--callbacks", "no")
    run("unit", "ktp", "--agency", "kota-uji", "--name-id", "Loket KTP", "--name-ja", "身分証係", "--services", "ktp-el-baru,ktp-el-hilang")
    run("unit", "umum", "--agency", "kota-uji", "--name-id", "Umum", "--name-ja", "総合案内")
    run("unit", "ktp", "--agency", "kota-uji", "--overflow-to", "umum", "--overflow-after", "20")
    run("hours", "ktp", "--agency", "kota-uji", "--on", "mon-thu 08:00-12:00,13:00-16:00", "--on", "fri 08:00-11:30")
    run("special-day", "ktp", "2026-12-24", "09:00-12:00", "--agency", "kota-uji")
    run("duty", user.username, "--agency", "kota-uji", "--units", "ktp", "--languages", "id", "--capacity", "3")
    desk, unit = DeskSettings.objects.get(), Unit.objects.get(key="ktp")
    assert (desk.enabled, desk.transcript_days, desk.takes_callbacks, desk.asks_satisfaction) == (True, 90, False, True)
    assert (unit.name["ja"], unit.services, unit.overflow_to and unit.overflow_to.key, unit.overflow_after) == (
        "身分証係",
        ["ktp-el-baru", "ktp-el-hilang"],
        "umum",
        20,
    )
    assert unit.hours.count() == 9
    assert SpecialDay.objects.get().closes == dt.time(12)
    duty = Duty.objects.get()
    assert (duty.user, duty.capacity, [one.key for one in duty.units.all()]) == (user, 3, ["ktp"])
    shown = run("show", "--agency", "kota-uji")
    assert "desk: on" in shown
    assert "fri 08:00-11:30" in shown
    run("off", "--agency", "kota-uji")
    assert not DeskSettings.objects.get().enabled


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("on", "--agency", "nirgendwo"), "There is no agency"),
        (("on", "--agency", "kota-uji", "--transcript-days", "1"), "transcript_days"),
        (("unit", "x", "--agency", "kota-uji", "--name-id", "X"), "missing: ja"),
        (("hours", "y", "--agency", "kota-uji"), "has no unit"),
        (("hours", "loket", "--agency", "kota-uji", "--on", "senin 08:00-12:00"), "does not begin with a day"),
        (("hours", "loket", "--agency", "kota-uji", "--on", "mon 12:00-08:00"), "ends before it begins"),
        (("hours", "loket", "--agency", "kota-uji", "--on", "mon 8 sampai 12"), "no stretch of a day"),
        (("special-day", "loket", "24-12-2026", "closed", "--agency", "kota-uji"), "is no day"),
        (("duty", "siapa@kota.example", "--agency", "kota-uji"), "invite them as an operator first"),
        (("unit", "loket", "--agency", "kota-uji", "--overflow-to", "loket"), "to itself"),
        (("unit", "loket", "--agency", "kota-uji", "--languages", "en"), "There is no language en"),
    ],
)
def test_the_command_says_what_is_wrong(db: None, arguments: tuple[str, ...], words: str) -> None:
    agency()
    Unit.objects.create(agency=agency(), key="loket", name={"id": "Loket", "ja": "窓口"})
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_a_unit_cannot_be_for_a_service_that_there_is_not(transactional_db: None, tmp_path: Path) -> None:
    load_content(write_all(tmp_path / "data"))
    named = ("desk", "unit", "a", "--agency", "kota", "--name-id", "A", "--name-ja", "A", "--services")
    with pytest.raises(CommandError, match=r"kota has no service akta-lahir\. Its services: .*akta"):
        call_command(*named, "akta,akta-lahir")
    assert not Unit.objects.exists()
    call_command(*named, "akta", stdout=StringIO())
    assert Unit.objects.get().services == ["akta"]


def test_hours_can_be_taken_away_again(db: None) -> None:
    unit = Unit.objects.create(agency=agency(), key="loket", name={"id": "Loket", "ja": "窓口"})
    run("hours", "loket", "--agency", "kota-uji", "--on", "mon 08:00-12:00")
    run("hours", "loket", "--agency", "kota-uji")
    assert not unit.hours.exists()

"""Rows for the lists of the console, as many as a test wants, each with what a page shows beside it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from bot.catalogue.editing import workflow
from bot.catalogue.editing.offices import add_office
from bot.catalogue.models import Agency
from bot.catalogue.store import store_service
from bot.desk.models import Handoff, HandoffEvent, InternalNote, UnitHours
from bot.faq.models import FaqUpload
from bot.faq.store import store_all
from bot.questions.models import GroupCandidate, WeekCount, Wording
from bot.releases.models import Release, TrainingRun
from bot.staff import audit
from bot.staff.models import Invitation
from bot.staff.permissions import Role
from tests.console.people import agency, person
from tests.desk import stored
from tests.questions.stored import message, question_group
from tests.releases.made import differing, made_release

_TEXT = {"id": "Apa syaratnya?", "ja": "必要なものは？"}


def faq(city: Agency, first: int, last: int) -> None:
    """FAQ with variants and tags."""
    variants = {"id": ["Syarat apa"], "ja": ["何が要る"]}
    store_all(
        city,
        [
            {"key": f"tanya-{at}", "question": _TEXT, "answer": _TEXT, "variants": variants, "tags": ["a", f"t{at % 5}"]}
            for at in range(first, last)
        ],
    )


def services(city: Agency, first: int, last: int) -> None:
    """Services that are offered, and services that are only drafts so far."""
    for at in range(first, last):
        store_service(city, {"key": f"layanan-{at}", "category": "family", "name": _TEXT, "short_name": _TEXT})
        workflow.create_draft(city, {"key": f"baru-{at}", "category": "family", "name": _TEXT}, None)


def offices(city: Agency, first: int, last: int) -> None:
    """Offices."""
    for at in range(first, last):
        add_office(city, {"key": f"kantor-{at}", "name": _TEXT}, None)


def team(city: Agency, first: int, last: int) -> None:
    """Colleagues with two roles each, and open invitations."""
    for at in range(first, last):
        person(Role.OPERATOR, Role.EDITOR, of=city)
        Invitation.objects.create(
            agency=city, email=f"baru{at}@kota.example", roles=["editor"], language="id", token_hash=str(at), expires=timezone.now()
        )


def changes(city: Agency, first: int, last: int) -> None:
    """Entries of the record of changes, by somebody else each."""
    for at in range(first, last):
        by = person(Role.EDITOR, of=city)
        audit.record(by, city, "faq.publish", "faq", f"tanya-{at}", {"tags": ["a"]}, {"tags": ["b"]})


def questions(city: Agency, first: int, last: int) -> None:
    """Groups of questions with weeks, wordings and candidates."""
    for at in range(first, last):
        group = question_group(city, f"pertanyaan {at}")
        Wording.objects.create(group=group, text=f"kata {at}", normalised=f"kata {at}", count=1)
        WeekCount.objects.create(group=group, week=dt.date(2026, 11, 23), count=1)
        GroupCandidate.objects.create(group=group, kind="faq", key=f"tanya-{at}", score=0.4)


def handoffs(city: Agency, first: int, last: int) -> None:
    """Conversations that wait, that are served, and that have ended, each with a unit, notes and events."""
    now = timezone.now()
    for _at in range(first, last):
        unit = stored.unit(city)
        UnitHours.objects.create(unit=unit, weekday=0, opens=dt.time(8), closes=dt.time(16))
        waiting = stored.handoff(city, unit=unit)
        stored.claimed(stored.handoff(city, unit=unit), person(Role.OPERATOR, of=city))
        ended = stored.handoff(city, unit=unit, state="closed", ended_at=now, operator=person(Role.OPERATOR, of=city), tags=["a"])
        for row in (waiting, ended):
            InternalNote.objects.create(handoff=row, author=row.operator, author_name="A", text="Catatan")
            HandoffEvent.objects.create(handoff=row, kind="viewed", by=ended.operator, by_name="A")
        stored.callback(city, operator=ended.operator, unit=unit)
        stored.canned(city)


def conversation(city: Agency, first: int, last: int) -> None:
    """One conversation with that many messages, notes, events and earlier cases."""
    found = Handoff.objects.filter(source="grown").first()
    case = found or stored.handoff(city, source="grown")
    for at in range(first, last):
        by = person(Role.OPERATOR, of=city)
        stored.said(case.conversation, f"pesan {at}")
        stored.answered(case.conversation, f"balasan {at}", author="operator", operator=by)
        InternalNote.objects.create(handoff=case, author=by, author_name="A", text="Catatan")
        HandoffEvent.objects.create(handoff=case, kind="viewed", by=by, by_name="A")
        stored.handoff(city, of=case.conversation, state="closed", ended_at=timezone.now(), operator=by)


def releases(city: Agency, first: int, last: int) -> None:
    """Releases, trainings that failed or wait, and questions to which the last release answers otherwise."""
    for _at in range(first, last):
        made_release(person(Role.REVIEWER, of=city))
        TrainingRun.objects.create(agency=city, state="failed", error="died", requested_by_name="A")
        TrainingRun.objects.create(agency=city, state="queued", requested_by_name="A")


def replayed(city: Agency, first: int, last: int) -> None:
    """Questions of the agency to which the first release answers otherwise."""
    release = Release.objects.filter(number=1).first() or made_release(replayed={str(city.pk): [30, 30]})
    for at in range(first, last):
        differing(release, city, message(city, f"pertanyaan {at}"))


def agencies(city: Agency, first: int, last: int) -> None:
    """Further agencies."""
    for at in range(first, last):
        agency(f"kota-{at}")


def uploads(city: Agency, first: int, last: int) -> None:
    """A file of FAQ that grows."""
    lines = [f"baru-{at},Apa {at}?,Jawaban {at}.,id" for at in range(last)]
    FaqUpload.objects.update_or_create(
        pk=1,
        agency=city,
        name="a.csv",
        defaults={"content": "\n".join(["key,question,answer,language", *lines]).encode(), "mode": "drafts"},
    )


def grown_case() -> int:
    """The number of the conversation that `conversation` makes longer."""
    return Handoff.objects.get(source="grown").pk

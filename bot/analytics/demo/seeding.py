"""Fills a database for load tests and demonstrations."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bot.analytics.demo import habits, ids
from bot.analytics.demo.bulk import insert
from bot.analytics.demo.changes import seed_changes
from bot.analytics.demo.colleagues import colleagues, operators
from bot.analytics.demo.conversations import CONVERSATION, FEEDBACK, MESSAGE, Maker
from bot.analytics.demo.desk_work import seed_handoffs
from bot.analytics.demo.inbox import seed_questions
from bot.analytics.demo.places import DemoAgency, agencies
from bot.analytics.demo.questions import documents
from bot.analytics.demo.trainings import seed_releases
from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Feedback, Message
from bot.faq.store import store_all

Told = Callable[[float], None]


class CannotSeed(RuntimeError):
    """The database is not one for a demo; the message says why."""


@dataclass(frozen=True)
class Work:
    """How much the staff of one agency has done: conversations taken over, groups of questions, changes recorded, releases."""

    handoffs: int = 0
    questions: int = 0
    changes: int = 0
    releases: int = 0

    def __bool__(self) -> bool:
        return any((self.handoffs, self.questions, self.changes, self.releases))


def check(force: bool, only: str = "") -> list[DemoAgency]:
    """The agencies that a demo can be made for; `only` one of them, by its key.

    Raises:
        CannotSeed: there are real conversations and `force` is off, or there is no agency with a service.
    """
    if ids.real_conversations() and not force:
        raise CannotSeed(
            "This database has real conversations: their figures would be mixed with made-up ones. --force does it all the same."
        )
    found = agencies()
    if only and not (found := [agency for agency in found if agency.key == only]):
        raise CannotSeed(f"No agency {only} with a service, to which citizens write.")
    if not found:
        raise CannotSeed("No agency offers a service yet. First: manage.py catalogue load")
    return found


def seed_messages(found: list[DemoAgency], count: int, days: int, seed: int, told: Told) -> None:
    """Make that many messages, half of them answers, spread over the last days."""
    maker, now = Maker(found, seed), timezone.now()
    calendar = [now.date() - dt.timedelta(days=back) for back in range(days - 1, -1, -1)]
    weights = [habits.WEEKDAYS[day.weekday()] for day in calendar]
    made, before, total = 0, 0, sum(weights)
    for day, weight in zip(calendar, weights, strict=True):
        before += weight
        wanted = round(count * before / total) - made
        rows = maker.day(day, wanted, now)
        with transaction.atomic():
            insert(Conversation, CONVERSATION, rows.conversations)
            insert(Message, MESSAGE, rows.messages)
            insert(Feedback, FEEDBACK, rows.feedback)
        made += wanted
        told(made / max(count, 1))


def seed_faq(found: list[DemoAgency], count: int) -> None:
    """Make that many FAQ, shared out among the agencies; run again, it replaces them."""
    for at, agency in enumerate(found):
        share = count // len(found) + (at < count % len(found))
        store_all(Agency.objects.get(pk=agency.number), list(documents(agency.key, share)))


def seed_work(found: list[DemoAgency], work: Work, seed: int) -> None:
    """Make up what staff did, all of it at the first agency, so that its pages are as full as they get."""
    chance, now, first = random.Random(seed), timezone.now(), found[0]
    agency = Agency.objects.get(pk=first.number)
    with transaction.atomic():
        people = colleagues(agency, chance)
        seed_handoffs(agency, operators(people), work.handoffs, chance, now)
        seed_questions(first, work.questions, chance, now)
        seed_changes(agency, people, work.changes, chance, now)
        seed_releases(agency, people, work.releases, chance, now)

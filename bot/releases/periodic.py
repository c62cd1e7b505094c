"""Work that is due every few minutes: several schedulers on several machines do it once.

A row in the database is the lease: whoever moves it on by a conditional update does the work. A scheduler that dies keeps it until the
lease ends, and then another one does it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from bot.analytics.roll_up import Overtaken, roll_up
from bot.catalogue.models import Agency
from bot.desk.retention import remove_old
from bot.faq.use import bring_up_to_date
from bot.questions.collector import collect
from bot.questions.retention import prune
from bot.releases.models import PeriodicJob
from bot.releases.schedule import train_when_due
from bot.releases.watching import watch

LEASE = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """A name, how often, and what to do."""

    name: str
    every: dt.timedelta
    work: Callable[[], object]


def _roll_up() -> None:
    try:
        roll_up()
    except Overtaken:
        pass  # somebody has opened the pages: it is counted


JOBS = (
    Job("release-watch", dt.timedelta(minutes=1), watch),
    Job("training-schedule", dt.timedelta(minutes=1), train_when_due),
    Job("questions-collect", dt.timedelta(minutes=3), collect),
    Job("analytics-roll-up", dt.timedelta(minutes=3), _roll_up),
    Job("faq-count", dt.timedelta(minutes=5), lambda: bring_up_to_date(Agency.objects.all())),
    Job("questions-prune", dt.timedelta(hours=6), prune),
    Job("desk-retention", dt.timedelta(hours=6), lambda: remove_old(timezone.now())),
)


def take(job: Job, now: dt.datetime | None = None) -> str | None:
    """The token of the lease when the job is due and nobody does it, else None."""
    now = now or timezone.now()
    PeriodicJob.objects.get_or_create(name=job.name, defaults={"due": now})
    token = secrets.token_hex(16)
    free = PeriodicJob.objects.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now), name=job.name, due__lte=now)
    if not free.exists():
        return None  # without the lock that an update takes even when it changes nothing
    return token if free.update(token=token, leased_until=now + LEASE) else None


def end(job: Job, token: str, error: str = "", now: dt.datetime | None = None) -> None:
    """Give the lease back and say when the job is due again; whoever has lost it meanwhile changes nothing."""
    now = now or timezone.now()
    PeriodicJob.objects.filter(name=job.name, token=token).update(
        token="", leased_until=None, due=now + job.every, last_ended=now, last_error=error[:100]
    )

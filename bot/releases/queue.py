"""Trainings that wait, and the one that is at work. Each change of state is a conditional update whose rows are counted."""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from bot.releases.models import TrainingRun
from bot.releases.problems import AlreadyWaiting
from bot.staff import audit
from bot.staff.context import StaffContext, name_of

# The process says that it lives every five seconds; a machine that swaps may be silent for longer.
SILENT = dt.timedelta(seconds=90)
_State = TrainingRun.State


def request_training(by: StaffContext, note: str = "") -> TrainingRun:
    """Put a training into the queue.

    Raises:
        AlreadyWaiting: the person's own is there already.
    """
    with transaction.atomic():
        # Whoever presses the button twice at the same moment waits here.
        User.objects.select_for_update().get(pk=by.user.pk)
        if TrainingRun.objects.filter(state=_State.QUEUED, requested_by=by.user).exists():
            raise AlreadyWaiting
        run = TrainingRun.objects.create(
            agency=by.agency, requested_by=by.user, requested_by_name=name_of(by.user)[:200], note=note.strip()[:200]
        )
        audit.record(by, by.agency, "training.requested", "training", str(run.pk), None, {"note": run.note})
    return run


def request_scheduled() -> TrainingRun | None:
    """Put a training that the schedule wants into the queue, unless one waits there already."""
    if TrainingRun.objects.filter(state=_State.QUEUED).exists():
        return None
    return TrainingRun.objects.create()


def cancel(by: StaffContext, run: TrainingRun) -> bool:
    """Take a training out of the queue, or have its process end it within seconds; False when it has ended already."""
    with transaction.atomic():
        waiting = TrainingRun.objects.filter(pk=run.pk, state=_State.QUEUED)
        done = waiting.update(state=_State.CANCELLED, ended=timezone.now())
        done = done or TrainingRun.objects.filter(pk=run.pk, slot=1, cancel_asked=False).update(cancel_asked=True)
        if done:
            audit.record(by, by.agency, "training.cancelled", "training", str(run.pk))
    return bool(done)


def begin_next() -> TrainingRun | None:
    """Take the oldest training that waits, if none is at work; of several schedulers one gets it."""
    run = TrainingRun.objects.filter(state=_State.QUEUED).order_by("id").first()
    if run is None or TrainingRun.objects.filter(slot=1).exists():
        return None
    token, now = secrets.token_hex(16), timezone.now()
    try:
        with transaction.atomic():
            mine = TrainingRun.objects.filter(pk=run.pk, state=_State.QUEUED).update(
                state=_State.RUNNING,
                slot=1,
                token=token,
                started=now,
                heartbeat=now,
                cancel_asked=False,
                progress=0.0,
                stage="starting",
                log=[],
            )
    except IntegrityError:
        return None  # another scheduler has begun another one
    return TrainingRun.objects.get(pk=run.pk) if mine else None


def put_back(run: TrainingRun) -> bool:
    """Let a training that was stopped with its scheduler wait again."""
    mine = TrainingRun.objects.filter(pk=run.pk, slot=1, token=run.token, cancel_asked=False)
    return bool(mine.update(state=_State.QUEUED, slot=None, token="", heartbeat=None, started=None, progress=0.0, stage=""))


def fail(run: TrainingRun, error: str, detail: str = "") -> bool:
    """Mark a training as failed, or as cancelled where that was asked; False when it had ended by itself."""
    mine = TrainingRun.objects.filter(pk=run.pk, slot=1, token=run.token)
    with transaction.atomic():
        if mine.filter(cancel_asked=True).update(state=_State.CANCELLED, slot=None, ended=timezone.now()):
            return True
        return bool(mine.update(state=_State.FAILED, slot=None, ended=timezone.now(), error=error, error_detail=detail[:100]))


def fail_dead(now: dt.datetime | None = None) -> int:
    """Mark trainings as failed whose process has been silent for too long; returns how many."""
    now = now or timezone.now()
    silent = TrainingRun.objects.filter(slot=1, heartbeat__lt=now - SILENT)
    return sum(fail(run, "died") for run in silent)

"""Trainings of the schedule, and what is due every few minutes: each once, however many schedulers there are."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading

import pytest

from bot.catalogue.models import Agency
from bot.pipeline.database import in_database
from bot.releases import periodic, schedule
from bot.releases.models import PeriodicJob, ReleaseSettings, TrainingRun
from bot.releases.periodic import Job
from bot.releases.release_settings import change_settings, last_time, take_turn
from bot.releases.scheduler import Scheduler
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import person
from tests.releases.made import acting

NOON = dt.datetime(2026, 11, 25, 5, 0, tzinfo=dt.UTC)  # a Wednesday; 12:00 in Jakarta
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("weekday", "hour", "local"),
    [
        (7, 12, "2026-11-25 12:00"),
        (7, 13, "2026-11-24 13:00"),
        (2, 3, "2026-11-25 03:00"),
        (2, 20, "2026-11-18 20:00"),
        (3, 0, "2026-11-19 00:00"),
    ],
)
def test_the_hour_is_that_of_the_agencys_clock(weekday: int, hour: int, local: str) -> None:
    row = ReleaseSettings(weekday=weekday, hour=hour, clock="Asia/Jakarta")
    assert f"{last_time(row, NOON):%Y-%m-%d %H:%M}" == local


def test_it_is_due_once_and_not_for_an_hour_that_was_over_when_it_was_set(city: Agency) -> None:
    administrator = acting(person(Role.ADMINISTRATOR, of=city), city)
    wanted = {"scheduled": True, "weekday": 7, "hour": 12, "returns": True, "least_turns": 30, "points": 15}
    change_settings(administrator, wanted)
    assert ReleaseSettings.objects.get().clock == "Asia/Jakarta"
    assert AuditEntry.objects.get().action == "training.settings"
    ReleaseSettings.objects.update(last_due=NOON + HOUR)
    assert not take_turn(NOON + 2 * HOUR)
    tomorrow = NOON + dt.timedelta(days=1)
    assert take_turn(tomorrow)
    assert not take_turn(tomorrow + HOUR)


@pytest.mark.parametrize("changed", [True, False])
def test_a_training_is_put_into_the_queue_if_there_is_something_to_learn(db: None, monkeypatch: pytest.MonkeyPatch, changed: bool) -> None:
    monkeypatch.setattr(schedule, "has_changed", lambda: changed)
    ReleaseSettings.objects.create(pk=1, scheduled=True, weekday=7, hour=0, clock="Asia/Jakarta", last_due=NOON - dt.timedelta(days=2))
    run = schedule.train_when_due(NOON)
    assert (run is not None) == changed
    assert TrainingRun.objects.count() == changed
    assert schedule.train_when_due(NOON) is None


def test_of_several_schedulers_one_does_a_job_and_another_takes_it_up_when_that_one_dies(db: None) -> None:
    job = Job("test", dt.timedelta(minutes=3), print)
    token = periodic.take(job, NOON)
    assert token is not None
    assert periodic.take(job, NOON + dt.timedelta(minutes=5)) is None
    again = periodic.take(job, NOON + periodic.LEASE + dt.timedelta(minutes=1))
    assert again is not None
    periodic.end(job, token, now=NOON)
    assert PeriodicJob.objects.get().token == again, "whoever lost it changes nothing"
    periodic.end(job, again, now=NOON)
    assert periodic.take(job, NOON + dt.timedelta(minutes=2)) is None
    assert periodic.take(job, NOON + dt.timedelta(minutes=3)) is not None


@pytest.mark.django_db(transaction=True)
async def test_one_jobs_fault_does_not_stop_the_others() -> None:
    stop, loop, done, tried = asyncio.Event(), asyncio.get_running_loop(), [], threading.Event()

    def broken() -> None:
        tried.set()
        raise ValueError("what a citizen wrote")

    def good() -> None:
        done.append(tried.wait(20))
        loop.call_soon_threadsafe(stop.set)

    jobs = [Job("broken", HOUR, broken), Job("good", HOUR, good)]
    async with asyncio.timeout(30):
        await Scheduler(jobs).run(stop)
    rows = await in_database(lambda: {row.name: row.last_error for row in PeriodicJob.objects.all()})
    assert done == [True]
    assert rows == {"broken": "ValueError", "good": ""}


def test_what_the_console_needs_is_on_the_list() -> None:
    names = {job.name for job in periodic.JOBS}
    assert {
        "desk-retention",
        "questions-collect",
        "questions-prune",
        "faq-count",
        "analytics-roll-up",
        "release-watch",
        "training-schedule",
    } == names


@pytest.mark.parametrize("job", [job for job in periodic.JOBS if job.name != "training-schedule"], ids=lambda job: job.name)
def test_each_job_runs_on_an_empty_installation(db: None, job: Job) -> None:
    job.work()

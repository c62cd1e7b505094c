"""One training at a time is at work in an installation; the others wait, and a dead one does not block them."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.releases import queue
from bot.releases.models import TrainingRun
from bot.releases.problems import AlreadyWaiting, RunLost
from bot.releases.run_handle import RunHandle
from bot.releases.words import error_sentence
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import agency, person
from tests.releases.made import acting

_State = TrainingRun.State


def wanted(city: Agency, note: str = "") -> TrainingRun:
    """A training that somebody asks for."""
    return queue.request_training(acting(person(Role.EDITOR, of=city), city), note)


def begun(city: Agency) -> TrainingRun:
    """A training at work."""
    wanted(city)
    run = queue.begin_next()
    assert run is not None
    return run


def test_the_second_training_waits_until_the_first_has_ended(city: Agency) -> None:
    first, second = wanted(city, "paspor"), wanted(city)
    begun = queue.begin_next()
    assert begun is not None
    assert (begun.pk, begun.state, begun.note) == (first.pk, _State.RUNNING, "paspor")
    assert queue.begin_next() is None
    assert queue.fail(begun, "exit", "2")
    following = queue.begin_next()
    assert following is not None
    assert following.pk == second.pk
    assert AuditEntry.objects.filter(action="training.requested").count() == 2


def test_whoever_presses_the_button_twice_has_one_training_in_the_queue(city: Agency) -> None:
    staff = acting(person(Role.EDITOR, of=city), city)
    queue.request_training(staff)
    with pytest.raises(AlreadyWaiting):
        queue.request_training(staff)
    assert TrainingRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_schedulers_one_begins_a_training() -> None:
    city = agency()
    for _ in range(3):
        wanted(city)
    together, begun = threading.Barrier(4), []

    def scheduler() -> None:
        together.wait()
        begun.append(queue.begin_next())
        connection.close()

    threads = [threading.Thread(target=scheduler) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(run is not None for run in begun) == 1
    assert TrainingRun.objects.filter(slot=1).count() == 1


def test_a_training_whose_process_is_silent_counts_as_failed_and_says_so(city: Agency) -> None:
    run = begun(city)
    assert queue.fail_dead() == 0
    assert queue.fail_dead(timezone.now() + queue.SILENT + dt.timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert (run.state, run.slot) == (_State.FAILED, None)
    assert "stopped without saying why" in error_sentence(run.error, run.error_detail)
    with pytest.raises(RunLost):
        RunHandle(run).write()


def test_a_training_that_waits_is_cancelled_at_once(city: Agency) -> None:
    run = wanted(city)
    staff = acting(person(Role.EDITOR, of=city), city)
    assert queue.cancel(staff, run)
    assert not queue.cancel(staff, run)
    assert queue.begin_next() is None
    assert AuditEntry.objects.filter(action="training.cancelled").count() == 1


def test_a_training_at_work_that_is_cancelled_ends_as_cancelled_and_not_as_failed(city: Agency) -> None:
    run = begun(city)
    assert queue.cancel(acting(person(Role.EDITOR, of=city), city), run)
    assert not queue.put_back(run), "it is not to begin again with the scheduler"
    assert queue.fail(run, "died", "130")
    run.refresh_from_db()
    assert (run.state, run.error, run.slot) == (_State.CANCELLED, "", None)


def test_a_training_that_ends_with_its_scheduler_waits_again(city: Agency) -> None:
    run = begun(city)
    assert queue.put_back(run)
    again = queue.begin_next()
    assert again is not None
    assert again.pk == run.pk
    assert not queue.fail(run, "died"), "the first process has no more say in it"


def test_progress_and_steps_are_seen_by_everybody(city: Agency) -> None:
    run = begun(city)
    handle = RunHandle(run)
    handle.show(0.25, "embedding")
    handle.show(0.6, "evaluating", _State.EVALUATING)
    handle.write()
    run = TrainingRun.objects.get(pk=run.pk)
    assert (run.state, run.progress, run.stage) == (_State.EVALUATING, 0.6, "evaluating")
    assert [name for _, name, _ in run.log] == ["embedding", "evaluating"]

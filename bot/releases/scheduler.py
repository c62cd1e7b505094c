"""The scheduler: begins trainings that wait, and does what is due every few minutes. Any number may run; each thing is done once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import structlog
from django.db import close_old_connections
from redis.exceptions import RedisError

from bot.environment import environment
from bot.ops.parent_death import start_child
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.metrics import METRICS
from bot.releases import periodic, queue, trials
from bot.releases.models import TrainingRun
from bot.releases.periodic import JOBS, Job

log = structlog.get_logger(__name__)
T = TypeVar("T")
_LOOK_SECONDS = 2.0
_TRY_SECONDS = 1.0
_JOB_SECONDS = 10.0
# Citizens' messages come first, and yet a training must come to its end on a machine that is never idle.
_NICE = 5
_PATIENCE = 7.0


class Scheduler:
    """Runs until it is told to stop; then the training at work is put back into the queue."""

    def __init__(self, jobs: Sequence[Job] = JOBS) -> None:
        self._jobs = jobs

    async def run(self, stop: asyncio.Event) -> None:
        """Train and do the jobs."""
        log.info("scheduler.started")
        async with asyncio.TaskGroup() as group:
            group.create_task(self._train(stop))
            group.create_task(self._try(stop))
            for job in self._jobs:
                group.create_task(self._repeat(job, stop))
        await METRICS.flush()
        log.info("scheduler.stopped")

    async def _repeat(self, job: Job, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(DatabaseUnavailable):
                if (token := await in_database(periodic.take, job)) is not None:
                    await in_database(periodic.end, job, token, await self._done(job))
            await _pause(stop, min(_JOB_SECONDS, job.every.total_seconds()))

    async def _done(self, job: Job) -> str:
        """The kind of the error, empty when there was none."""
        try:
            await asyncio.to_thread(_with_own_connections, job.work)
        except Exception as error:  # One job's fault must not stop the others. Its sentence could quote what a citizen wrote.
            METRICS.count("errors", "scheduler", type(error).__name__)
            log.error("scheduler.job_failed", job=job.name, error=type(error).__name__)
            return type(error).__name__
        return ""

    async def _train(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await in_database(queue.fail_dead)
                run = await in_database(queue.begin_next)
            except DatabaseUnavailable:
                log.warning("scheduler.database_unavailable")
                run = None
            if run is not None:
                await self._follow(run, stop)
            else:
                await _pause(stop, _LOOK_SECONDS)

    async def _try(self, stop: asyncio.Event) -> None:
        """What staff try on releases is answered by a process of its own, which ends when nothing has come for a while."""
        while not stop.is_set():
            waiting = False
            with suppress(RedisError, OSError):
                waiting = await trials.are_waiting(async_client())
            if waiting:
                log.info("trials.started")
                await _ended(_start("release", "try", log_name="trials.log"), stop)
            # A process that could not even begin is not started again at once.
            await _pause(stop, _TRY_SECONDS if not waiting else _LOOK_SECONDS * 2)

    async def _follow(self, run: TrainingRun, stop: asyncio.Event) -> None:
        log.info("training.started", run=run.pk)
        process = _start("release", "train", str(run.pk), log_name="training.log")
        await _ended(process, stop)
        stopped = stop.is_set()
        log.info("training.ended", run=run.pk, code=process.returncode)
        with suppress(DatabaseUnavailable):  # else its silence tells
            if not (stopped and await in_database(queue.put_back, run)):
                # Where it has written its own end this changes nothing.
                await in_database(queue.fail, run, "died", str(process.returncode))


def _start(*command: str, log_name: str) -> subprocess.Popen[bytes]:
    log_file = environment().state_folder / "log" / log_name
    log_file.parent.mkdir(parents=True, exist_ok=True)
    surroundings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    with log_file.open("wb") as out:
        return start_child([sys.executable, "manage.py", *command], out, surroundings, nice=_NICE)


async def _ended(process: subprocess.Popen[bytes], stop: asyncio.Event) -> None:
    """Wait until it has ended; when this process is to stop, end it."""
    while process.poll() is None and not stop.is_set():
        await _pause(stop, 0.5)
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, _PATIENCE)
    _clear(process)


def _clear(process: subprocess.Popen[bytes]) -> None:
    """End whatever of it is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _with_own_connections(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()

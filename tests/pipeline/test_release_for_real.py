"""A real training through a real scheduler, and a real worker that changes to its release while messages flow; none is lost."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio

from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.ops.local_actions import free_port
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.inbox import put
from bot.questions.models import TrainingExample
from bot.releases import activation, queue
from bot.releases.active import active
from bot.releases.models import Release, TrainingRun
from bot.staff.permissions import Role
from tests.console.people import person
from tests.pipeline.fakes import dead_letters, empty, message, until
from tests.pipeline.processes import Processes
from tests.questions.stored import message as stored_message
from tests.releases.made import acting
from tests.releases.small_data import small_data

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("seeded_db")]
MANAGE = [sys.executable, "manage.py"]
PATIENCE = 600.0


async def test_a_training_leads_to_a_release_to_which_workers_change_without_losing_a_message(
    client: redis.asyncio.Redis[str], processes: Processes, tmp_path: Path, trained_model: Path
) -> None:
    people = await in_database(_people)
    port = str(free_port())
    shared = {"ACTIONS_PORT": port, "TRAINING_DATA": str(small_data(tmp_path / "data")), "STATE_DIR": str(tmp_path / "state")}
    processes.start([*MANAGE, "actions", "--port", port], **shared)
    processes.start([*MANAGE, "scheduler"], **shared)
    processes.start([*MANAGE, "worker", "--model", str(trained_model)], **shared)

    run = await in_database(queue.request_training, people[0], "for real")
    await until(lambda: in_database(_has_ended, run), PATIENCE)
    release = await in_database(_release_of, run)
    assert release.evaluation_before is not None
    assert release.evaluation.keys() == release.evaluation_before.keys() == {"id", "ja"}
    assert release.evaluation["id"]["messages"] == release.evaluation_before["id"]["messages"] > 0
    assert release.staff_examples == 1
    assert release.data_difference["out_of_scope"]["added_texts"] == [["zodiak saya hari ini apa", "banyuwangi"]]
    assert sum(asked for asked, _ in release.replayed.values()) == 3
    steps = [name for _, name, _ in release.run.log]
    assert steps.index("collected") < steps.index("intents") < steps.index("evaluating") < steps.index("replaying")

    await until(lambda: _workers_with(client, None), PATIENCE)
    stop = asyncio.Event()
    asking = asyncio.create_task(_ask(stop))
    await until(lambda: _answered(2), PATIENCE)
    await in_database(activation.activate, people[1], release, (await in_database(active)).version)
    await until(lambda: _workers_with(client, release.number), PATIENCE)
    await until(lambda: _answered_by(release.number), PATIENCE)
    await in_database(activation.take_back, people[0], (await in_database(active)).version)
    await until(lambda: _workers_with(client, None), PATIENCE)
    stop.set()
    asked = await asking
    last = str(uuid.uuid4())
    await put(message("Halo lagi", conversation=last, agency="banyuwangi"))
    await until(lambda: empty(client, "inbox"), PATIENCE)

    answers = await in_database(lambda: {str(one.conversation_id): one for one in Message.objects.filter(direction="out")})
    assert set(answers) == {*asked, last}
    assert {answer.release for answer in answers.values()} == {None, release.number}
    assert answers[last].release is None
    assert await dead_letters(client, "inbox") == []


def _people() -> list[Any]:
    city = Agency.objects.get(key="banyuwangi")
    TrainingExample.objects.create(agency=city, language="id", text="zodiak saya hari ini apa", intent="out_of_scope")
    for text in ("syarat bikin ktp apa saja", "biayanya?", "jam buka dispenduk"):
        stored_message(city, text, "answer")
    return [acting(person(Role.REVIEWER, of=city), city) for _ in range(2)]


def _has_ended(run: TrainingRun) -> bool:
    return not TrainingRun.objects.get(pk=run.pk).open


def _release_of(run: TrainingRun) -> Release:
    ended = TrainingRun.objects.get(pk=run.pk)
    assert (ended.state, ended.error, ended.error_detail) == (TrainingRun.State.DONE, "", "")
    return Release.objects.select_related("run").get(run=ended)


async def _workers_with(client: redis.asyncio.Redis[str], release: int | None) -> bool:
    said = [json.loads(value) for value in (await client.hgetall(keys.worker_releases())).values()]
    return bool(said) and all(one["release"] == release for one in said)


async def _ask(stop: asyncio.Event) -> set[str]:
    """Citizens who write one after the other, each once: what was refused is not left out because more has come meanwhile."""
    asked: set[str] = set()
    while not stop.is_set():
        conversation = str(uuid.uuid4())
        await put(message("Syarat KTP apa saja?", conversation=conversation, agency="banyuwangi"))
        asked.add(conversation)
        await asyncio.sleep(0.25)
    return asked


async def _answered(number: int) -> bool:
    return await in_database(lambda: Message.objects.filter(direction="out").count()) >= number


async def _answered_by(release: int) -> bool:
    return await in_database(lambda: Message.objects.filter(direction="out", release=release).exists())

"""A question tried on a release by a real scheduler, with two real models; no citizen and no worker takes part."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio

from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.releases import trials
from bot.releases.models import Release
from bot.releases.trials import Trial
from bot.staff.context import StaffContext
from bot.staff.permissions import Role
from tests.console.people import person
from tests.pipeline.fakes import until
from tests.pipeline.processes import Processes
from tests.releases.made import acting, made_release

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("seeded_db")]
PATIENCE = 300.0


async def test_a_release_and_what_answers_now_are_asked_side_by_side(
    client: redis.asyncio.Redis[str], processes: Processes, tmp_path: Path, trained_model: Path
) -> None:
    def prepared() -> tuple[StaffContext, Release, Release]:
        city = Agency.objects.get(key="banyuwangi")
        staff = acting(person(Role.REVIEWER, of=city), city)
        return staff, made_release(model=trained_model.read_bytes()), made_release(model=b"no archive")

    staff, release, broken = await in_database(prepared)
    processes.start([sys.executable, "manage.py", "scheduler"], STATE_DIR=str(tmp_path / "state"))

    first = await in_database(trials.ask, staff, release, "Berapa biaya bikin KTP?")
    await until(lambda: _ended(staff, release, first), PATIENCE)
    found = await _found(staff, release, first)
    assert (found.stage, found.why) == ("done", "")
    for made in (found.before, found.after):
        assert made is not None
        assert made["decision"] == "answer"
        assert made["facets"] == ["fee"]
        assert made["near"][0][0] == "service"
        assert any("KTP" in reply for reply in made["replies"])
    assert await client.exists(keys.release_trier())

    # The same process answers the next ones, one of which no model can.
    second = await in_database(trials.ask, staff, release, "Siapa yang menang pertandingan tadi malam?")
    third = await in_database(trials.ask, staff, broken, "Berapa biaya bikin KTP?")
    await until(lambda: _ended(staff, broken, third), PATIENCE)
    refused = await _found(staff, release, second)
    assert refused.after is not None
    assert refused.after["decision"] == "refuse"
    assert (await _found(staff, broken, third)).stage == "failed"
    assert not await in_database(Message.objects.exists)


async def _found(staff: StaffContext, release: Release, trial: Trial) -> Trial:
    found = await in_database(trials.find, staff, release, trial.id)
    assert found is not None
    return found


async def _ended(staff: StaffContext, release: Release, trial: Trial) -> Any:
    return not (await _found(staff, release, trial)).open

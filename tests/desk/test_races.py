"""Two who act at the same moment: exactly one wins, the other learns who, and nothing that was typed is lost."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from bot.desk import ownership, replying
from bot.desk.errors import LeaseOver, NotWaiting
from bot.desk.giving_back import give_back
from bot.desk.models import Conversation, Handoff, Message
from bot.environment import ROOT
from bot.pipeline.database import in_database
from tests.desk.dialogue import DeskDialogue, turns
from tests.desk.town import Town, operator
from tests.own_database import database_url
from tests.pipeline.fakes import FakeTurn, rows
from tests.pipeline.platform import said

CLAIMS = 50
PROCESSES = 2
# A process that waits at the start line, claims with several threads at once, and tells what became of each.
_CLAIMANT = """
import json, sys, threading, django
django.setup()
from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone
from bot.desk import ownership
from bot.desk.errors import NotWaiting
handoff, users = int(sys.argv[1]), [User.objects.get(pk=int(number)) for number in sys.argv[2:]]
line, found = threading.Barrier(len(users)), []
def claim(user):
    line.wait()
    try:
        ownership.claim(handoff, user, timezone.now())
        found.append([user.pk, "won"])
    except NotWaiting as error:
        found.append([user.pk, error.by])
    finally:
        connections.close_all()
print("ready", flush=True)
sys.stdin.readline()
threads = [threading.Thread(target=claim, args=(user,)) for user in users]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(found), flush=True)
"""


@pytest.mark.slow
async def test_of_fifty_claims_in_two_processes_exactly_one_wins_and_the_others_see_who(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    row = await town.handoff()
    people = await in_database(lambda: [operator(town.agency) for _ in range(CLAIMS)])
    surroundings = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "bot.settings",
    }
    each = CLAIMS // PROCESSES
    command = [sys.executable, "-c", _CLAIMANT, str(row.pk)]
    running = [
        subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            [*command, *(str(one.pk) for one in people[start : start + each])],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for start in range(0, CLAIMS, each)
    ]
    found: list[list[Any]] = []
    for process in running:
        assert process.stdout is not None
        assert (await asyncio.to_thread(process.stdout.readline)).strip() == "ready"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        output, _ = await asyncio.to_thread(process.communicate)
        found += json.loads(output)
    won = [number for number, what in found if what == "won"]
    assert len(won) == 1
    row = await town.handoff()
    assert row.operator is not None
    assert row.operator.pk == won[0]
    name = row.operator.get_full_name()
    assert [what for _, what in found if what != "won"] == [name] * (CLAIMS - 1)
    claimed = await town.sees(lambda: row.events.filter(kind="claimed").count())
    assert claimed == 1


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Each job on a thread with a connection of its own; returns the result or the error of each."""
    line = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        line.wait()
        try:
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, job)) for number, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


async def test_a_claim_that_lapses_goes_back_to_its_old_place_and_keeps_what_was_typed(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim, before = await town.claim(), await town.handoff()
    await in_database(ownership.keep_draft, claim, "Selamat pagi, mohon")
    later = timezone.now() + ownership.LEASE + dt.timedelta(seconds=1)
    assert await in_database(ownership.lapse_expired, later) == [before.pk]
    assert await in_database(ownership.lapse_expired, later) == []
    after = await town.handoff()
    assert (after.state, after.waiting_since, after.draft) == ("waiting", before.waiting_since, "Selamat pagi, mohon")
    assert await town.owner() == "queue"
    with pytest.raises(LeaseOver):
        await in_database(replying.reply, claim, "Selamat pagi", timezone.now(), client_id="1")
    assert not await town.sees(Message.objects.filter(author="operator").exists)


async def test_a_renewed_claim_does_not_lapse(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    later = timezone.now() + ownership.LEASE
    await in_database(ownership.renew, claim, later)
    assert await in_database(ownership.lapse_expired, later + dt.timedelta(seconds=30)) == []


async def test_a_reply_against_the_lapse_of_its_claim_is_sent_or_refused_and_never_both(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    for number in range(10):
        claim = await town.claim()
        later = timezone.now() + ownership.LEASE + dt.timedelta(seconds=1)

        answer = partial(replying.reply, claim, "Halo", later, client_id=f"n{number}")
        replied, lapsed = await asyncio.to_thread(at_once, answer, partial(ownership.lapse_expired, later))
        stored = await town.sees(Message.objects.filter(external_id=f"op:n{number}").count)
        row = await town.handoff()
        if isinstance(replied, Message):
            assert stored == 1
            # The reply renewed the claim, so it did not lapse; or it lapsed just after.
            assert row.state == ("waiting" if lapsed else "claimed")
        else:
            assert isinstance(replied, LeaseOver)
            assert (stored, row.state) == (0, "waiting")
        if row.state == "claimed":
            await in_database(ownership.release, claim, timezone.now())


async def test_a_reply_against_the_hand_back_comes_before_the_end_or_not_at_all(town: Town) -> None:
    await town.on_duty()
    for number in range(10):
        await town.says(f"petugas {number}")
        claim = await town.claim()
        now = timezone.now()
        answer = partial(replying.reply, claim, "Halo", now, client_id=f"n{number}")
        replied, ended = await asyncio.to_thread(at_once, answer, partial(give_back, claim, now, Handoff.Outcome.SOLVED))
        assert isinstance(ended, Handoff)
        assert isinstance(replied, Message | LeaseOver)
        stored = await town.sees(Message.objects.filter(external_id=f"op:n{number}").count)
        assert stored == isinstance(replied, Message)
        assert await town.owner() == "bot"
        await town.line.work()
        await town.line.send()


async def test_two_pages_of_one_person_cannot_both_hold_the_claim(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    first = await town.claim()
    second = await in_database(ownership.resume, first.handoff, town.operator, timezone.now())
    with pytest.raises(LeaseOver):
        await in_database(ownership.renew, first, timezone.now())
    await in_database(ownership.renew, second, timezone.now())


async def test_what_has_ended_cannot_be_claimed(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.presses("Keluar dari antrean")
    with pytest.raises(NotWaiting) as refused:
        await town.claim()
    assert refused.value.by == ""


@dataclass
class Slow(DeskDialogue):
    """While it understands a message, somebody claims the conversation."""

    claim: Callable[[], Any] | None = None

    async def handle(self, **given: Any) -> FakeTurn:
        """Understand, and let the claim win meanwhile."""
        turn = await super().handle(**given)
        if self.claim is not None:
            await self.claim()
            self.claim = None
        return turn


async def test_an_answer_in_the_making_when_a_claim_wins_is_withheld_with_its_dialogue_state(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    dialogue = Slow(town.line.redis)
    dialogue.claim = town.claim
    town.line.dialogue = dialogue
    assert await town.says("syarat paspor") == []
    assert await town.owner() == "operator"
    assert [row.text for row in await rows(town.line.conversation) if "paspor" in row.text] == []
    assert await turns(town.line.redis, town.line.conversation) == 1
    # And whatever comes now is left to the person, on every worker.
    assert await town.says("syarat lagi") == []
    [told] = await town.says("", kind="media", media={"type": "photo"})
    assert told.startswith("Petugas melihat"), "the desk speaks, and not the bot"


async def test_an_answer_that_waits_in_the_outbox_when_a_claim_wins_is_not_sent(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    before = len(town.line.platform.sent)
    await town.line.hear(said("syarat paspor"))
    await town.line.work()
    await town.claim()
    await town.line.send()
    assert len(town.line.platform.sent) == before
    withheld = (await rows(town.line.conversation))[-1]
    assert (withheld.status, withheld.error_code) == ("failed", "superseded")


async def test_an_answer_that_the_platform_had_already_when_a_claim_won_counts_as_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.on_duty()
    await town.says("petugas")
    await town.line.hear(said("syarat paspor"))
    await town.line.work()
    send = type(town.line.platform).send

    async def claimed_meanwhile(self: Any, *given: Any) -> Any:
        await town.claim()
        return await send(self, *given)

    monkeypatch.setattr(type(town.line.platform), "send", claimed_meanwhile)
    await town.line.send()
    said_last = (await rows(town.line.conversation))[-1]
    assert (said_last.text, said_last.status, said_last.error_code) == ("bot: syarat paspor", "sent", "")


async def test_an_answer_of_which_the_platform_had_the_first_part_when_a_claim_won_is_said_to_its_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.on_duty()
    await town.says("petugas")
    before = len(town.line.platform.sent)
    await town.line.hear(said("syarat paspor|dan biaya"))
    await town.line.work()
    send = type(town.line.platform).send

    async def claimed_meanwhile(self: Any, *given: Any) -> Any:
        if await town.owner() != "operator":
            await town.claim()
        return await send(self, *given)

    monkeypatch.setattr(type(town.line.platform), "send", claimed_meanwhile)
    await town.line.send()
    assert town.line.platform.parts_sent[before:] == ["bot: syarat paspor", "dan biaya"]
    said_last = (await rows(town.line.conversation))[-1]
    assert (said_last.status, said_last.error_code, said_last.parts_sent) == ("sent", "", 2)


async def test_a_worker_that_read_the_message_before_the_claim_does_not_open_a_second_handoff(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    dialogue = Slow(town.line.redis)
    dialogue.claim = town.claim
    town.line.dialogue = dialogue
    assert await town.says("petugas lagi") == []
    assert await town.sees(Handoff.objects.count) == 1
    assert await town.sees(lambda: Conversation.objects.get().owner) == "operator"

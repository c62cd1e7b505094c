"""Citizens ask on both channels while processes are killed: every message is answered once and in order, and none is lost.

The short form runs with the other tests; `make chaos` sends 2,000 messages of 200 citizens (CHAOS_MESSAGES, CHAOS_SEED, CHAOS_RATE).
Everything is real: web, worker with the trained model, sender, actions, Valkey, PostgreSQL; only the platforms are stand-ins.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.citizens import ask, citizens
from tests.chaos.killer import Killer
from tests.chaos.verdict import Verdict, heard, judge
from tests.ops.free_ports import free_ports
from tests.postgresql import Database, postgresql
from tests.standins.client import StandIn, start_telegram, start_twilio
from tests.standins.installation import Credentials, Installation

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")]
MESSAGES = int(os.environ.get("CHAOS_MESSAGES") or 60)
EACH = 10
RATE = float(os.environ.get("CHAOS_RATE") or 8)
SEED = int(os.environ.get("CHAOS_SEED") or time.time())
VICTIMS = ("sender", "worker", "web", "actions", "valkey", "database")
LONGEST = 600 + MESSAGES
# A worker that was killed again and again is started after half a minute, and loads its model for another half.
LONGEST_SILENCE = 180


@pytest.fixture
def database() -> Iterator[Database]:
    """A real PostgreSQL."""
    with postgresql() as made:
        yield made


@pytest.fixture
def platforms() -> Iterator[tuple[Credentials, dict[str, StandIn]]]:
    """Both platforms, as strict as they document."""
    credentials = Credentials.invented()
    with (
        start_telegram([credentials.token]) as telegram,
        start_twilio(credentials.account_sid, credentials.auth_token, credentials.sender) as twilio,
    ):
        yield credentials, {"telegram": telegram, "whatsapp": twilio}


@pytest.fixture
def installation(
    tmp_path: Path, database: Database, platforms: tuple[Credentials, dict[str, StandIn]], trained_model: Path
) -> Iterator[Installation]:
    """The installation with both accounts, their webhooks registered."""
    credentials, standins = platforms
    ports = free_ports()
    state = tmp_path / "state"
    state.mkdir()
    surroundings = {
        **ports,
        "DATABASE_URL": database.url,
        "TELEGRAM_API_URL": standins["telegram"].url,
        "TWILIO_API_URL": standins["whatsapp"].url,
        "PUBLIC_URL": f"http://127.0.0.1:{ports['PORT']}",
    }
    made = Installation(state, credentials, surroundings)
    try:
        made.start()
        made.connect_telegram("banyuwangi")
        _, webhook = made.connect_whatsapp("banyuwangi")
        standins["whatsapp"].act("webhook", url=webhook)
        yield made
    finally:
        made.stop()


def plan(rng: random.Random) -> list[str]:
    """Each victim once in the short form, and again and again in the long one."""
    rounds = max(1, MESSAGES // 600)
    return [name for _ in range(rounds) for name in rng.sample(VICTIMS, len(VICTIMS))]


def wait_for_quiet(is_over: Callable[[], bool], standins: dict[str, StandIn], judged: Callable[[], Verdict]) -> None:
    """Wait until everything asked was answered, or nothing has come for a long while after the last question and the last kill."""
    deadline, last, since = time.monotonic() + LONGEST, -1, time.monotonic()
    while time.monotonic() < deadline:
        accepted = sum(sum(standin.state()["accepted"].values()) for standin in standins.values())
        if accepted != last or not is_over():
            last, since = accepted, time.monotonic()
        quiet = time.monotonic() - since
        if quiet > LONGEST_SILENCE or (quiet > 3 and not judged().lost):
            return
        time.sleep(1)


def test_every_message_is_answered_once_and_in_order_whatever_is_killed(
    installation: Installation, database: Database, platforms: tuple[Credentials, dict[str, StandIn]]
) -> None:
    print(f"CHAOS_SEED={SEED}")
    rng = random.Random(SEED)
    _, standins = platforms
    people = citizens(MESSAGES // EACH, rng)
    killer = Killer(installation, database.restart, plan(rng), MESSAGES / RATE / len(plan(random.Random(SEED))), rng)
    stop, done = threading.Event(), threading.Event()

    def everybody_asks() -> None:
        ask(people, standins, EACH, RATE, random.Random(SEED), stop)
        done.set()

    def judged() -> Verdict:
        texts = {name: heard(standin.log()) for name, standin in standins.items()}
        return judge(people, {**texts["telegram"], **texts["whatsapp"]})

    asking = threading.Thread(target=everybody_asks, daemon=True)
    began = time.monotonic()
    killer.start()
    asking.start()
    try:
        wait_for_quiet(lambda: done.is_set() and not killer.is_alive(), standins, judged)
    finally:
        stop.set()
        killer.end()
        asking.join(30)
    verdict = judged()
    seconds = time.monotonic() - began
    print(f"{verdict.answered} of {MESSAGES} answered in {seconds:.0f} s, {verdict.twice} twice; killed: {dict(killer.kills)}")
    assert done.is_set(), "not every citizen could ask"
    assert killer.errors == []
    assert set(killer.kills) == set(VICTIMS), "each kind of process must have been killed"
    assert (verdict.lost, verdict.out_of_order, verdict.strange) == ([], [], [])
    assert verdict.answered == MESSAGES
    # Only what a killed sender had handed over and not yet recorded may come twice: at most what it had in hand.
    assert verdict.twice <= 3 * killer.kills["sender"]
    for name, standin in standins.items():
        assert [entry for entry in standin.log() if entry["what"] == "violation"] == [], name

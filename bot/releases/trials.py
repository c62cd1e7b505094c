"""A question that staff try on a release which need not answer yet, beside what answers now.

The web process has no model, and a worker only the active one. So the question waits in a list, the scheduler starts a process that
loads both models (`bot.releases.trials_process`; one in an installation, which holds a lease), and the page asks now and then how far it
is. Everything vanishes by itself after a quarter of an hour: nothing of a trial is stored in the database or logged.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import redis.asyncio
from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import impatient_sync_client
from bot.privacy.masking import mask_identity_numbers
from bot.releases.models import Release
from bot.releases.problems import TrialsFull, TrialsUnavailable
from bot.staff.context import StaffContext

LONGEST = 500
# More at once would only be answered when nobody looks any more.
MOST_WAITING = 10
_KEPT = 900
# A scheduler looks every second; if it has not begun by then, there is none.
_PATIENCE = 60.0
Stage = Literal["waiting", "starting", "loading", "answering", "done", "failed"]


@dataclass(frozen=True)
class Trial:
    """One question and how far it is. `before` is what the release that answers now (`compared_with`, None for the model of the files)
    makes of it, `after` what the tried one does: see `trials_process.made_of_it`.

    `why` tells why it failed: a reason of `ReleaseUnusable`, "died", "nobody" or "unexpected".
    """

    id: str
    agency: str
    user: int
    release: int
    text: str
    asked: float
    stage: Stage = "waiting"
    why: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    compared_with: int | None = None

    @property
    def open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.stage not in ("done", "failed")


def ask(staff: StaffContext, release: Release, text: str) -> Trial:
    """Put a question into the list; identity numbers are masked before.

    Raises:
        TrialsFull: too many wait already.
        TrialsUnavailable: Redis does not answer.
    """
    masked = mask_identity_numbers(text.strip()[:LONGEST]).text
    trial = Trial(secrets.token_hex(12), staff.agency.key, staff.user.pk, release.number, masked, time.time())
    try:
        client = impatient_sync_client()
        if client.llen(keys.release_trials()) >= MOST_WAITING:
            raise TrialsFull
        client.set(keys.release_trial(trial.id), _written(trial), ex=_KEPT)
        client.rpush(keys.release_trials(), trial.id)
        client.expire(keys.release_trials(), _KEPT)
    except (RedisError, OSError) as error:
        raise TrialsUnavailable from error
    return trial


def find(staff: StaffContext, release: Release, number: str) -> Trial | None:
    """The person's own trial as it stands; None when it is gone, another's, or cannot be read now."""
    try:
        client = impatient_sync_client()
        trial = _read(client.get(keys.release_trial(number)))
        at_work = client.exists(keys.release_trier())
    except (RedisError, OSError):
        return None
    if trial is None or (trial.agency, trial.user, trial.release) != (staff.agency.key, staff.user.pk, release.number):
        return None
    if at_work:
        return replace(trial, stage="starting") if trial.stage == "waiting" else trial
    if trial.stage in ("loading", "answering"):
        return replace(trial, stage="failed", why="died")
    if trial.stage == "waiting" and time.time() - trial.asked > _PATIENCE:
        return replace(trial, stage="failed", why="nobody")
    return trial


async def are_waiting(client: redis.asyncio.Redis[str]) -> bool:
    """Whether a question waits and no process looks after it."""
    return bool(await client.llen(keys.release_trials())) and not await client.exists(keys.release_trier())


async def take(client: redis.asyncio.Redis[str], seconds: int) -> Trial | None:
    """The next question; None when none comes within that time, or its own has run out."""
    found: Any = await client.blpop([keys.release_trials()], timeout=seconds)
    return None if found is None else _read(await client.get(keys.release_trial(found[1])))


async def show(client: redis.asyncio.Redis[str], trial: Trial, **changes: Any) -> Trial:
    """Say how far it is, or what came of it."""
    changed = replace(trial, **changes)
    await client.set(keys.release_trial(trial.id), _written(changed), ex=_KEPT)
    return changed


def _written(trial: Trial) -> str:
    return json.dumps(asdict(trial), ensure_ascii=False)


def _read(value: str | None) -> Trial | None:
    return None if value is None else Trial(**json.loads(value))

"""The training that the schedule wants, if there is anything new to learn."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.utils import timezone

from bot.releases.data import assemble
from bot.releases.models import Release, TrainingRun
from bot.releases.queue import request_scheduled
from bot.releases.release_settings import take_turn


def train_when_due(now: dt.datetime | None = None) -> TrainingRun | None:
    """Put a training into the queue when the hour has come and the data has changed since the last release."""
    return request_scheduled() if take_turn(now or timezone.now()) and has_changed() else None


def has_changed() -> bool:
    """Whether a training would learn from other data than the last release did; without a release, whether staff added anything."""
    with tempfile.TemporaryDirectory() as folder:
        data = assemble(Path(folder) / "project")
    last = Release.objects.values_list("data_sha256", flat=True).first()
    return data.digest != last if last is not None else data.staff > 0

"""Which release answers citizens now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from bot.ops.training import model_for_present_data
from bot.releases.files import model_file
from bot.releases.models import Activation, ActiveRelease, Release
from bot.releases.problems import ReleaseUnusable

ROW = 1
_LATELY = dt.timedelta(days=7)


@dataclass(frozen=True)
class Active:
    """The active release, None for the model of the files. `version` grows with each change."""

    release: Release | None
    version: int
    since: dt.datetime | None

    @property
    def number(self) -> int | None:
        """The release's number."""
        return self.release.number if self.release is not None else None


def active() -> Active:
    """What is active; the model of the files while nothing was ever activated."""
    row = ActiveRelease.objects.select_related("release").filter(pk=ROW).first()
    return Active(row.release, row.version, row.since) if row is not None else Active(None, 0, None)


def active_number() -> int | None:
    """The number of the active release alone; cheap enough for every second."""
    return ActiveRelease.objects.filter(pk=ROW).values_list("release__number", flat=True).first()


def last_activation() -> Activation | None:
    """The last change of the active release."""
    return Activation.objects.select_related("release", "previous", "agency").first()


def last_departure(release: Release) -> Activation | None:
    """The last change by which another one took the release's place; None while it answers, or never has."""
    moves = Activation.objects.select_related("release", "previous", "agency")
    last = moves.filter(Q(release=release) | Q(previous=release)).first()
    return last if last is not None and last.previous_id == release.pk else None


def returned_lately() -> Activation | None:
    """The automatic return of the last week, unless somebody has decided since."""
    last = last_activation()
    if last is None or last.reason != Activation.Reason.AUTOMATIC or timezone.now() - last.at > _LATELY:
        return None
    return last


def answering_model() -> tuple[Release | None, Path | None]:
    """The release that can answer now with its model, or the model of the files, as a worker chooses; neither when there is none."""
    release = active().release
    if release is not None:
        try:
            return release, model_file(release)
        except ReleaseUnusable:
            pass
    return None, model_for_present_data()

"""Turns what a training made into a release, in one transaction with the training's end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bot.ops.fingerprint import code_fingerprint
from bot.releases.archive import sha256
from bot.releases.data import Assembled
from bot.releases.models import Release, ReleaseFiles, ReplayedQuestion, TrainingRun
from bot.releases.problems import RunLost
from bot.releases.replay import kind_of_difference
from bot.releases.retention import drop_old_files
from bot.releases.run_handle import RunHandle

if TYPE_CHECKING:
    from bot.releases.measuring import Measured


def record(
    handle: RunHandle, data: Assembled, model: Path, measured: Measured, before: Release | None, difference: dict[str, Any]
) -> Release:
    """Store the release and end its training.

    Raises:
        RunLost: the training is no longer this process's; nothing is stored.
    """
    content = model.read_bytes()
    run = TrainingRun.objects.filter(pk=handle.run.pk, slot=1, token=handle.run.token, cancel_asked=False)
    with transaction.atomic():
        done = run.update(state=TrainingRun.State.DONE, slot=None, ended=timezone.now(), progress=1.0, stage="done", log=[*handle.log])
        if not done:
            raise RunLost
        # One training at a time is at work, so nobody else takes the same number.
        number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        release = Release.objects.create(
            number=number,
            run=handle.run,
            data_sha256=data.digest,
            model_sha256=sha256(content),
            model_bytes=len(content),
            code=code_fingerprint(),
            examples=len(data.examples),
            staff_examples=data.staff,
            evaluation=measured.evaluation,
            compared_with=before,
            evaluation_before=measured.evaluation_before,
            data_difference=difference,
            replayed=_counts(measured),
        )
        ReleaseFiles.objects.create(release=release, data=data.archive, model=content)
        ReplayedQuestion.objects.bulk_create(_differing(release, measured), batch_size=200)
        drop_old_files()
    return release


def _counts(measured: Measured) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = {}
    if measured.said_before is None:
        return counts
    for asked, before, after in zip(measured.questions, measured.said_before, measured.said, strict=True):
        count = counts.setdefault(str(asked.agency), [0, 0])
        count[0] += 1
        count[1] += bool(kind_of_difference(before, after))
    return counts


def _differing(release: Release, measured: Measured) -> list[ReplayedQuestion]:
    if measured.said_before is None:
        return []
    compared = zip(measured.questions, measured.said_before, measured.said, strict=True)
    return [
        ReplayedQuestion(release=release, agency_id=asked.agency, message_id=asked.message, kind=kind, before=before, after=after)
        for asked, before, after in compared
        if (kind := kind_of_difference(before, after))
    ]

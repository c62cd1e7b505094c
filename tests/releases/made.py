"""Releases as trainings leave them, without the training."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.ops.fingerprint import code_fingerprint
from bot.releases.archive import packed, sha256
from bot.releases.models import Release, ReleaseFiles, ReplayedQuestion, TrainingRun
from bot.staff.context import StaffContext, staff_context

FIGURES = {
    "messages": 200,
    "right": 0.9,
    "wrong_answers": 0.02,
    "intent_f1": 0.91,
    "service_f1": 0.93,
    "out_of_scope_recall": 0.88,
    "dialogues": 10,
    "dialogues_right": 0.8,
    "turns_right": 0.95,
    "confusions": [{"expected": "ask_fee", "decided": "ask_where", "number": 2, "sentences": ["brp ya", "bayar di mana"]}],
    "wrong_turns": [{"dialogue": "id-1", "turn": 2, "text": "kalau hilang?", "expected": "answer", "decided": "refuse"}],
}


def made_release(by: User | None = None, model: bytes = b"a model", **changes: Any) -> Release:
    """The next release; `by` asked for its training, the schedule when nobody did."""
    number = Release.objects.count() + 1
    run = TrainingRun.objects.create(
        state=TrainingRun.State.DONE, requested_by=by, requested_by_name=by.get_full_name() if by else "", started=timezone.now()
    )
    fields: dict[str, Any] = {
        "data_sha256": "0" * 64,
        "model_sha256": sha256(model),
        "model_bytes": len(model),
        "code": code_fingerprint(),
        "examples": 2000,
        "staff_examples": 3,
        "evaluation": {"id": FIGURES, "ja": {**FIGURES, "right": 0.85}},
        "evaluation_before": {"id": {**FIGURES, "right": 0.88}, "ja": {**FIGURES, "right": 0.87}},
    }
    release = Release.objects.create(number=number, run=run, **{**fields, **changes})
    with tempfile.TemporaryDirectory() as folder:
        ReleaseFiles.objects.create(release=release, model=model, data=packed(Path(folder)))
    return release


def said(decision: str = "answer", answer: str = "Gratis.", **changes: Any) -> dict[str, Any]:
    """What a model makes of a question."""
    return {"decision": decision, "kind": "service", "services": [], "facets": ["fee"], "faq": None, "answer": answer, **changes}


def differing(release: Release, agency: Agency, message: Message, kind: str = "decision") -> ReplayedQuestion:
    """A question of the agency to which the release answers otherwise."""
    return ReplayedQuestion.objects.create(
        release=release, agency=agency, message=message, kind=kind, before=said(), after=said("refuse", "Maaf, saya belum mengerti.")
    )


def acting(user: User, agency: Agency) -> StaffContext:
    """That person in that agency."""
    found = staff_context(user, agency.key)
    assert found is not None
    return found

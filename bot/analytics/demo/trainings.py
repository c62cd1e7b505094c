"""Makes up trainings and their releases. These have no files, so nobody can let one answer."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.contrib.auth.models import User

from bot.analytics.demo.bulk import insert
from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.releases.models import Release, ReplayedQuestion, TrainingRun
from bot.staff.context import name_of

_REPLAYED = 500
_KINDS = ("decision", "topic", "words")
_INTENTS = ("ask_fee", "ask_requirements", "ask_where", "ask_hours", "greet", "out_of_scope")


def seed_releases(agency: Agency, people: list[User], count: int, chance: random.Random, now: dt.datetime) -> None:
    """Add that many releases, each with questions of the agency to which it answers otherwise."""
    last = Release.objects.order_by("-number").first()
    asked = Message.objects.filter(direction=Message.Direction.IN, conversation__agency=agency).order_by("-id")
    messages = list(asked.values_list("pk", flat=True)[:_REPLAYED])
    for at in range(1, count + 1):
        begun = now - dt.timedelta(days=count - at, hours=3)
        by = chance.choice(people)
        run = TrainingRun.objects.create(
            state=TrainingRun.State.DONE,
            agency=agency,
            requested_by=by,
            requested_by_name=name_of(by),
            note="demo",
            started=begun,
            ended=begun + dt.timedelta(minutes=4),
            progress=1.0,
            stage="done",
            log=[[begun.isoformat(timespec="seconds"), stage, {}] for stage in ("collecting", "starting", "embedding", "rules", "trained")],
        )
        last = Release.objects.create(
            number=(last.number if last else 0) + 1,
            run=run,
            data_sha256="0" * 64,
            model_sha256="0" * 64,
            model_bytes=0,
            code="demo",
            examples=2000 + at,
            staff_examples=at,
            evaluation={language: _figures(chance) for language in ("id", "ja")},
            evaluation_before={language: _figures(chance) for language in ("id", "ja")},
            compared_with=last,
            data_difference={intent: {"added": 2, "added_texts": [["pertanyaan contoh", ""]]} for intent in _INTENTS},
            replayed={str(agency.pk): [_REPLAYED, len(messages)]},
        )
        rows = [(last.pk, agency.pk, message, chance.choice(_KINDS), _said("answer"), _said("refuse")) for message in messages]
        insert(ReplayedQuestion, ("release", "agency", "message", "kind", "before", "after"), rows)


def _figures(chance: random.Random) -> dict[str, Any]:
    right = round(chance.uniform(0.85, 0.95), 4)
    pairs = [(one, other) for one in _INTENTS for other in _INTENTS if one != other]
    confusions = [{"expected": one, "decided": other, "number": 2, "sentences": ["contoh satu", "contoh dua"]} for one, other in pairs]
    return {
        **dict.fromkeys(("right", "intent_f1", "service_f1", "out_of_scope_recall", "dialogues_right", "turns_right"), right),
        "messages": 800,
        "wrong_answers": 0.02,
        "dialogues": 60,
        "confusions": confusions,
        "wrong_turns": [],
    }


def _said(decision: str) -> dict[str, Any]:
    return {"decision": decision, "kind": "service", "services": [], "facets": ["fee"], "faq": None, "answer": "Jawaban contoh."}

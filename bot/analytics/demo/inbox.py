"""Makes up the inbox of questions: groups with their wordings, weeks and candidates."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np

from bot.analytics.demo.bulk import insert
from bot.analytics.demo.places import DemoAgency
from bot.languages import LANGUAGES, Language
from bot.nlu.embedding import DIMENSIONS
from bot.questions.alike import as_bytes
from bot.questions.models import GroupCandidate, QuestionGroup, Reason, WeekCount, Wording

_REASONS = [str(reason.value) for reason in Reason]
GROUP = ("agency", "language", "text", "vector", "count", *_REASONS, "first_seen", "last_seen", "state", "version", "decided_by_name")
_STATES = {"open": 70, "assigned": 15, "out_of_scope": 10, "ignored": 5}
_WEEKS = 12


def seed_questions(agency: DemoAgency, count: int, chance: random.Random, now: dt.datetime) -> None:
    """Make that many groups of questions. Their embeddings are drawn, so that nothing is near to them."""
    last = QuestionGroup.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    insert(QuestionGroup, GROUP, [_group(agency, number, chance, now) for number in range(last + 1, last + 1 + count)])
    monday = now.date() - dt.timedelta(days=now.weekday())
    wordings: list[tuple[Any, ...]] = []
    weeks: list[tuple[Any, ...]] = []
    candidates: list[tuple[Any, ...]] = []
    for number, text, asked in QuestionGroup.objects.filter(pk__gt=last).values_list("pk", "text", "count"):
        wordings += [(number, f"{text} {at}", f"{text.lower()} {at}", max(1, asked // (at + 1))) for at in range(chance.randint(1, 6))]
        weeks += [(number, monday - dt.timedelta(weeks=back), chance.randint(1, asked)) for back in range(_WEEKS) if chance.randrange(2)]
        services = chance.sample(agency.services, min(2, len(agency.services)))
        candidates += [(number, "service", key, chance.random() * asked) for key, _examples in services]
        candidates += [(number, "faq", key, chance.random() * asked) for key in chance.sample(agency.faq, min(3, len(agency.faq)))]
    insert(Wording, ("group", "text", "normalised", "count"), wordings)
    insert(WeekCount, ("group", "week", "count"), weeks)
    insert(GroupCandidate, ("group", "kind", "key", "score"), candidates)


def _group(agency: DemoAgency, number: int, chance: random.Random, now: dt.datetime) -> tuple[Any, ...]:
    language: Language = chance.choice(LANGUAGES)
    _key, examples = chance.choice(agency.services)
    asked = 1 + int(chance.expovariate(0.1))
    reasons = dict.fromkeys(_REASONS, 0) | {chance.choice(_REASONS): asked}
    seen = now - dt.timedelta(minutes=chance.randrange(86_400))
    vector = np.random.default_rng(number).standard_normal(DIMENSIONS).astype(np.float32)
    state = chance.choices(list(_STATES), list(_STATES.values()))[0]
    return (
        *(agency.number, language, f"{chance.choice(examples[language])[:280]} ({number})", as_bytes(vector / np.linalg.norm(vector))),
        *(asked, *(reasons[reason] for reason in _REASONS), seen - dt.timedelta(days=chance.randrange(60)), seen, state, 1, ""),
    )

"""Makes up the record of changes that an agency's staff leave behind."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.contrib.auth.models import User

from bot.analytics.demo.bulk import insert
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.staff.context import name_of
from bot.staff.models import AuditEntry

ENTRY = ("at", "user", "user_name", "agency", "action", "target_kind", "target_key", "before", "after")
_STEPS = ("faq.create_draft", "faq.save_draft", "faq.submit_for_review", "faq.return_to_author", "faq.publish", "faq.archive")
_DAYS = 180


def seed_changes(agency: Agency, people: list[User], count: int, chance: random.Random, now: dt.datetime) -> None:
    """Record that many changes of the last half year, in the order in which they were made."""
    keys = list(Faq.objects.filter(agency=agency).order_by("key").values_list("key", flat=True)[:500]) or ["demo-000001"]
    moments = sorted(now - dt.timedelta(seconds=chance.randrange(_DAYS * 86_400)) for _ in range(count))
    insert(AuditEntry, ENTRY, [_entry(agency, chance.choice(people), chance.choice(keys), moment, chance) for moment in moments])


def _entry(agency: Agency, by: User, key: str, moment: dt.datetime, chance: random.Random) -> tuple[Any, ...]:
    number = chance.randint(1, 12)
    before, after = (
        {
            "answer": {"id": f"Ini jawaban contoh, perubahan {one}.", "ja": f"これは回答例の変更{one}です。"},
            "tags": ["demo", f"perubahan-{one}"],
        }
        for one in (number, number + 1)
    )
    step = chance.choice(_STEPS)
    return (moment, by.pk, name_of(by), agency.pk, step, "faq", key, None if step == "faq.create_draft" else before, after)

"""Since when a citizen waits anew whose conversation went from one to the next, and from where it came.

The promise of a first answer is kept or broken once. Whoever gets the conversation afterwards would see the first answer of somebody
else, and nobody would notice that the citizen sits there again: so passing on, giving, letting go and overflowing begin a wait of its own,
which the next answer ends.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from bot.catalogue.models import Agency
from bot.desk.models import Handoff
from bot.staff.context import name_kept


class How(StrEnum):
    """In which way a conversation came to where it is now."""

    PASSED_ON = "passed_on"
    GIVEN = "given"
    LAPSED = "lapsed"
    RELEASED = "released"
    OVERFLOWED = "overflowed"


def moving(
    handoff: Handoff, how: How, now: dt.datetime, *, by: User | None = None, leaves: Agency | None = None, remark: str | None = None
) -> dict[str, Any]:
    """The changes to a handoff, as it is before it goes to somebody else, `by` whom and out of which agency.

    Whoever is passed on twice without an answer waits since the first time. Without a new remark the last one holds for whoever takes
    it next.
    """
    came_from = {
        "how": how.value,
        "by": name_kept(by),
        "before": "" if by is not None and handoff.operator_id == by.pk else name_kept(handoff.operator),
        "unit": handoff.unit.name if handoff.unit is not None else {},
        "agency": leaves.name if leaves is not None else {},
        "remark": str((handoff.came_from or {}).get("remark") or "") if remark is None else remark,
    }
    began = Coalesce(F("waits_again_since"), Value(now), output_field=DateTimeField())
    return {"waits_again_since": began, "came_from": came_from}


def is_waiting_again(handoff: Handoff) -> bool:
    """Whether somebody has answered the citizen before, and nobody has since it went on from there."""
    return _again_since(handoff) is not None


def waits_since(handoff: Handoff) -> dt.datetime:
    """Since when the citizen waits for the next answer; who was never answered has waited from the very beginning."""
    return _again_since(handoff) or handoff.waiting_since


def _again_since(handoff: Handoff) -> dt.datetime | None:
    since: dt.datetime | None = handoff.waits_again_since
    return since if handoff.first_reply_at is not None else None

"""Since when a citizen waits anew whose conversation went from one to the next, and from where it came.

The promise of a first answer is kept or broken once. Whoever gets the conversation afterwards would see the first answer of somebody
else, and nobody would notice that the citizen sits there again: so passing on, giving, letting go and overflowing begin a wait of its own,
which the next answer ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from bot.catalogue.models import Agency
from bot.desk.models import Handoff, Unit
from bot.staff.context import name_of


class How(StrEnum):
    """In which way a conversation came to where it is now."""

    PASSED_ON = "passed_on"
    GIVEN = "given"
    LAPSED = "lapsed"
    RELEASED = "released"
    OVERFLOWED = "overflowed"


# What an answer ends: the citizen does not wait any more. Where it came from stays known.
ANSWERED: Mapping[str, Any] = {"waits_again_since": None}


def moving(
    how: How,
    now: dt.datetime,
    *,
    by: User | None = None,
    before: User | None = None,
    unit: Unit | None = None,
    agency: Agency | None = None,
    remark: str = "",
) -> dict[str, Any]:
    """The changes to a handoff that goes to somebody else: `by` whom and with which remark, from whom, and from which unit and agency.

    Whoever is passed on twice without an answer waits since the first time.
    """
    came_from = {
        "how": how.value,
        "by": name_of(by) if by is not None else "",
        "before": name_of(before) if before is not None and before != by else "",
        "unit": unit.name if unit is not None else {},
        "agency": agency.name if agency is not None else {},
        "remark": remark,
    }
    began = Coalesce(F("waits_again_since"), Value(now), output_field=DateTimeField())
    return {"waits_again_since": began, "came_from": came_from}


def remark_with(handoff: Handoff) -> str:
    """The remark with which it was passed on; it holds for whoever takes it next, if nobody has passed it on since."""
    return str((handoff.came_from or {}).get("remark") or "")


def is_waiting_again(handoff: Handoff) -> bool:
    """Whether somebody has answered the citizen before, and nobody has since it went on from there."""
    return handoff.first_reply_at is not None and handoff.waits_again_since is not None


def waits_since(handoff: Handoff) -> dt.datetime:
    """Since when the citizen waits for the next answer; who was never answered has waited from the very beginning."""
    if handoff.first_reply_at is not None and handoff.waits_again_since is not None:
        return handoff.waits_again_since
    return handoff.waiting_since

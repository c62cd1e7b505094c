"""How an open handoff stands against the agency's promise of a first answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bot.desk.models import DeskSettings, Handoff


@dataclass(frozen=True)
class Clock:
    """`minutes` that the citizen waited for the first answer, and how that compares with the promise."""

    kind: Literal["answered", "fine", "soon", "late"]
    minutes: int


def clock_of(handoff: Handoff, settings: DeskSettings, now: dt.datetime) -> Clock:
    """The clock of one handoff."""
    until = handoff.first_reply_at or handoff.ended_at or now
    minutes = max(0, int((until - handoff.waiting_since).total_seconds() // 60))
    if handoff.first_reply_at is not None:
        return Clock("answered", minutes)
    if minutes >= settings.first_reply_within:
        return Clock("late", minutes)
    return Clock("soon" if minutes >= settings.first_reply_warning else "fine", minutes)

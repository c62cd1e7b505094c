"""How an open handoff stands against the agency's promise of an answer: the first one, and the next once it was passed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bot.desk.models import DeskSettings, Handoff
from bot.desk.waiting_again import is_waiting_again, waits_since


@dataclass(frozen=True)
class Clock:
    """`minutes` that the citizen waited for the answer, and how that compares with the promise.

    `again`: somebody has answered before, and the conversation went on from there to somebody else.
    """

    kind: Literal["answered", "fine", "soon", "late"]
    minutes: int
    again: bool = False


def clock_of(handoff: Handoff, settings: DeskSettings, now: dt.datetime) -> Clock:
    """The clock of one handoff."""
    again = is_waiting_again(handoff)
    if handoff.first_reply_at is not None and not again:
        return Clock("answered", _minutes(handoff.waiting_since, handoff.first_reply_at))
    minutes = _minutes(waits_since(handoff), handoff.ended_at or now)
    if minutes >= settings.first_reply_within:
        return Clock("late", minutes, again)
    return Clock("soon" if minutes >= settings.first_reply_warning else "fine", minutes, again)


def _minutes(since: dt.datetime, until: dt.datetime) -> int:
    return max(0, int((until - since).total_seconds() // 60))

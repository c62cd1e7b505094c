"""What the citizen hears when a person has given the conversation back, and the dialogue as it begins afresh."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

from bot.answers.context import Setting
from bot.desk.citizen import closing_texts as texts
from bot.desk.citizen import rating
from bot.desk.citizen.turn import Spoken
from bot.desk.models import Handoff
from bot.desk.window import window_of

# What is still true afterwards; what was asked back, offered or misunderstood is not, nor is a form that was open.
_KEPT_SLOTS = ("service", "facets", "language", "fixed_language")


def farewell(number: int, setting: Setting) -> Spoken | None:
    """The closing sentence and the question how it went, as far as each is wanted; None where nothing is to be said.

    Also None when the citizen waits for a person again already.
    """
    row = Handoff.objects.select_related("conversation__contact", "agency").filter(pk=number).first()
    if row is None or row.conversation.handoffs.filter(pk__gt=number, state__in=Handoff.OPEN).exists():
        return None
    asks = rating.may_be_asked(row, setting.now)
    said = ""
    if row.says_closing and window_of(row.conversation, setting.now).is_open:
        said = texts.merged(setting) if row.outcome == Handoff.Outcome.DUPLICATE else texts.closing(setting)
    return Spoken(texts.end(setting, row.pk, said, asks=asks)) if said or asks else None


def note_tidied(number: int, now: dt.datetime) -> None:
    """Note that a worker has done its part."""
    Handoff.objects.filter(pk=number, tidied_at=None).update(tidied_at=now)


def tidy(tracker: str | None, service: str) -> str:
    """The dialogue's state as it begins afresh: the service under discussion and the language stay, nothing else.

    It has the shape that `bot.trackers` reads: a new session in which only these slots were set, and the bot listens.
    """
    slots: dict[str, Any] = (json.loads(tracker) if tracker else {}).get("slots") or {}
    kept = {name: slots[name] for name in _KEPT_SLOTS if slots.get(name) is not None}
    if service and kept.get("service") != service:
        kept = {**kept, "service": service, "facets": None}
    now = time.time()
    events: list[dict[str, Any]] = [
        {"event": "action", "timestamp": now, "name": "action_session_start"},
        {"event": "session_started", "timestamp": now},
        *({"event": "slot", "timestamp": now, "name": name, "value": value} for name, value in kept.items()),
        {"event": "action", "timestamp": now, "name": "action_listen"},
    ]
    return json.dumps({"slots": {name: value for name, value in kept.items() if value is not None}, "events": events}, ensure_ascii=False)

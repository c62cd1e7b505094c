"""What happens while a citizen waits for a person: the place is told, what the bot cannot answer is passed on, the queue can be left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.answers.context import Setting
from bot.desk import gates, ownership
from bot.desk.citizen import queue_texts as texts
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.opening import open_of
from bot.desk.waiting_times import expected_minutes, position
from bot.replies import Reply

BUTTONS = frozenset({"place", "leave"})
# In a stored reply: that it told of the message being passed on.
PASSED_ON = "passed_on"
# What the bot says of these is that it can do nothing, which is not true while a person will.
_FOR_A_PERSON = frozenset({"complaint", "status", "booking"})
_BEYOND_THE_BOT = frozenset({"refuse", "ask_back"})


def place_of(row: Handoff, setting: Setting) -> Reply:
    """How long still, for somebody who waits."""
    desk = gates.desk_of(row.agency.key)
    gate = gates.check_unit(desk, row.unit, setting.now) if desk is not None else None
    if gate is not None and gate.kind != "open":
        return texts.waits_while_away(setting, gate, position(row))
    if row.first_reply_at is not None:
        return texts.served_again(setting)
    minutes = expected_minutes(row.agency, row.unit, setting.now)
    # Whoever has waited as long as others usually do is not told the same number again.
    if minutes is not None and setting.now - row.waiting_since >= dt.timedelta(minutes=minutes):
        minutes = None
    return texts.still_waiting(setting, position(row), minutes)


def pressed(heard: Heard) -> Spoken:
    """One of the buttons that are shown to somebody who waits."""
    return leave(heard) if (heard.pressed or {}).get("do") == "leave" else place(heard)


def place(heard: Heard) -> Spoken:
    """The place in the queue, asked for."""
    row = _waiting(heard)
    return Spoken(place_of(row, heard.setting) if row is not None else texts.not_waiting(heard.setting))


def leave(heard: Heard) -> Spoken:
    """The citizen no longer wants to wait."""
    row = _waiting(heard)
    if row is not None:
        ownership.leave(row.pk, heard.now)
    return Spoken(texts.left(heard.setting))


def is_for_a_person(understanding: Mapping[str, Any] | None) -> bool:
    """Whether the bot has nothing useful to say to it, but the person for whom the citizen waits may."""
    return is_beyond_the_bot(understanding) or (understanding or {}).get("kind") in _FOR_A_PERSON


def is_beyond_the_bot(understanding: Mapping[str, Any] | None) -> bool:
    """Whether all that the bot says to it is that it did not understand."""
    return (understanding or {}).get("decision") in _BEYOND_THE_BOT


def passed_on(conversation: Conversation, row: Handoff, source: str, setting: Setting) -> list[dict[str, Any]]:
    """One short sentence that the message was passed on; nothing where that was said already while the citizen waits."""
    said = conversation.messages.filter(direction=Message.Direction.OUT, created__gte=row.waiting_since, content__desk=PASSED_ON)
    if said.exclude(external_id__startswith=f"{source}:").exists():
        return []
    return [{**texts.passed_on(setting).to_json(), "language": setting.language, "desk": PASSED_ON}]


def _waiting(heard: Heard) -> Handoff | None:
    row = open_of(Conversation(pk=heard.conversation))
    return row if row is not None and row.state == Handoff.State.WAITING else None

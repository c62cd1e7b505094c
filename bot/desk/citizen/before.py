"""What the desk answers by itself, before and in place of the dialogue: its own buttons, the steps of its own questions, the queue."""

from __future__ import annotations

from bot.answers.concerns import person
from bot.desk.citizen import calling, rating, sayings, waiting, way_back
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Conversation, Handoff
from bot.desk.request import HandoffRequest


def before(heard: Heard) -> Spoken | None:
    """What is said to the message; None when it is for the dialogue. May run twice for one message and leaves the same rows."""
    if heard.pressed is not None:
        return _pressed(heard)
    if sayings.is_danger(heard.text):
        return None
    if heard.state.asking in calling.STEPS:
        return calling.answered(heard)
    if heard.owner == Conversation.Owner.BOT and sayings.goes_back(heard.text):
        row = way_back.case_of(Conversation(pk=heard.conversation), heard.now)
        return Spoken(person(heard.setting), request=way_back.request_for(row)) if row is not None else None
    if heard.owner == Conversation.Owner.QUEUE:
        if sayings.asks_for_place(heard.text):
            return waiting.place(heard)
        if sayings.leaves(heard.text):
            return waiting.leave(heard)
    return None


def _pressed(heard: Heard) -> Spoken:
    do = str((heard.pressed or {}).get("do"))
    if do in calling.BUTTONS:
        return calling.pressed(heard)
    if do in rating.BUTTONS:
        return rating.pressed(heard)
    return _reopened(heard) if do == "reopen" else waiting.pressed(heard)


def _reopened(heard: Heard) -> Spoken:
    """Back to a person about the same case; after a day it is a new one."""
    number = int((heard.pressed or {}).get("handoff") or 0)
    row = Handoff.objects.filter(pk=number, conversation_id=heard.conversation, ended_at__gte=heard.now - way_back.REOPEN_WITHIN).first()
    request = way_back.request_for(row) if row is not None else HandoffRequest(Handoff.Reason.ASKED)
    return Spoken(person(heard.setting), request=request)

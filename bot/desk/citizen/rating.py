"""How satisfied a citizen was with the person: a number from one to five, then words if they like. Asked once, never after a danger."""

from __future__ import annotations

import datetime as dt

from bot.desk import gates, ownership
from bot.desk.citizen import closing_texts as texts
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Handoff, HandoffEvent
from bot.desk.window import window_of
from bot.privacy.masking import mask_identity_numbers

WORDS = "words"
BUTTONS = frozenset({"rate", "skip"})
_NOT_ASKED_AFTER = frozenset({Handoff.Outcome.ABUSE, Handoff.Outcome.DUPLICATE, Handoff.Outcome.NO_ANSWER})


def may_be_asked(row: Handoff, now: dt.datetime) -> bool:
    """Whether the citizen is asked at the end of this handoff."""
    desk = gates.desk_of(row.agency.key)
    return (
        desk is not None
        and desk.asks_satisfaction
        and row.satisfaction is None
        and row.first_reply_at is not None
        and row.urgency < Handoff.Urgency.DANGER
        and row.outcome not in _NOT_ASKED_AFTER
        and window_of(row.conversation, now).is_open
    )


def pressed(heard: Heard) -> Spoken:
    """The number, or that there will be no words."""
    payload = heard.pressed or {}
    if payload.get("do") == "skip":
        return Spoken(texts.thanks(heard.setting))
    number, value = int(payload.get("handoff") or 0), int(payload.get("value") or 0)
    row = Handoff.objects.filter(pk=number, conversation_id=heard.conversation).first()
    if row is None or not 1 <= value <= 5:
        return Spoken(texts.thanks(heard.setting))
    if Handoff.objects.filter(pk=row.pk, satisfaction=None).update(satisfaction=value):
        ownership.note_event(row, HandoffEvent.Kind.RATED, None, {"value": value})
    return Spoken(texts.ask_words(heard.setting), WORDS, {"handoff": row.pk})


def keep_words(handoff: int, conversation: str, words: str) -> None:
    """Store what the citizen says about it, masked, with the number."""
    Handoff.objects.filter(pk=handoff, conversation_id=conversation).update(satisfaction_words=mask_identity_numbers(words).text[:2000])

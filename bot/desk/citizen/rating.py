"""How satisfied a citizen was with the person: a number from one to five, then words if they like. Asked once, never after a danger."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from bot.desk import gates, ownership
from bot.desk.citizen import closing_texts as texts
from bot.desk.citizen.state import State, as_button
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Handoff, HandoffEvent
from bot.desk.window import window_of
from bot.nlu.normalise import normalise
from bot.privacy.masking import MASK, mask_identity_numbers

WORDS = "words"
BUTTONS = frozenset({"rate", "skip"})
_POLITELY = re.compile(
    r"^(?:saya |aku |sudah |nilainya |nilai |beri )+|(?: pak| bu| kak| min| ya| kok| sekali lah)+$"
    r"|(?:点|番)?(?:です|でした|だ|で|でお願いします)$"
)
# The strongest word first.
_MEANT: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        5,
        re.compile(
            r"5|五|ご|lima|(?:sangat|amat) (?:puas|memuaskan|baik|bagus)|(?:puas|memuaskan|bagus|baik) (?:sekali|banget)"
            r"|とても満足|大満足|最高"
        ),
    ),
    (1, re.compile(r"1|一|いち|satu|sangat (?:kurang|buruk|kecewa)|kecewa|mengecewakan|buruk|(?:とても)?不満|最悪|ひどい")),
    (
        2,
        re.compile(
            r"2|二|に|dua|(?:tidak|gak|kurang|belum) (?:puas|memuaskan)|kurang|やや不満|少し不満|あまり(?:よくない|良くない)?|いまいち"
        ),
    ),
    (4, re.compile(r"4|四|よん|empat|puas|memuaskan|bagus|満足(?:して(?:い)?ます|しました)?|よかった|良かった|よい|良い")),
    (3, re.compile(r"3|三|さん|tiga|cukup(?: puas| baik)?|biasa(?: saja| aja)?|lumayan|ふつう|普通|まあまあ")),
)
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


def said(state: State, text: str) -> dict[str, Any] | None:
    """The rating that a word means ("puas", 「とても満足です」) while the question is open, in the shape of a stored button."""
    flat = _POLITELY.sub("", normalise(text).replace(",", "").strip(" .!。、")).strip()
    value = next((value for value, pattern in _MEANT if pattern.fullmatch(flat)), None)
    found = next((one for one in state.offering("rate") if one["payload"].get("value") == value), None)
    return as_button(found) if found is not None else None


def asked_of(state: State) -> int | None:
    """The handoff whose rating is asked for."""
    return next((int(one["payload"].get("handoff") or 0) for one in state.offering("rate")), None)


def keep_words(handoff: int, conversation: str, words: str) -> bool:
    """Store what the citizen says about it, masked, with the number; whether anything in it was masked, here or at the edge."""
    kept = mask_identity_numbers(words).text
    Handoff.objects.filter(pk=handoff, conversation_id=conversation).update(satisfaction_words=kept[:2000])
    return MASK in kept

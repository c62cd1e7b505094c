"""Whether a message belongs into the inbox, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.questions.models import Reason

_BY_DECISION = {"refuse": Reason.REFUSED, "ask_back": Reason.ASKED_BACK, "choices": Reason.CHOICES}


def is_distress(understanding: Mapping[str, Any]) -> bool:
    """Whether somebody asked for help in danger; such words are nobody's work list."""
    return understanding.get("kind") == "distress" or str(understanding.get("intent") or "").startswith("distress")


def reason_of(understanding: Mapping[str, Any], unsure_below: float) -> Reason | None:
    """Why a message with this understanding is a question for staff; None when it is none.

    A short follow-up ("biayanya?") that was answered from the context says nothing by itself, so that it is none either.
    """
    if is_distress(understanding):
        return None
    decision = str(understanding.get("decision") or "")
    if decision == "answer":
        unsure = float(understanding.get("confidence") or 0.0) < unsure_below
        return Reason.UNSURE if unsure and not understanding.get("from_context") else None
    return _BY_DECISION.get(decision)

"""The card that says at a glance what a conversation is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.console.desk.objects import own_language
from bot.desk.facts import service_name
from bot.desk.models import Handoff
from bot.staff.context import StaffContext

_OWN_WISH = (Handoff.Reason.ASKED, Handoff.Reason.REOPENED)


@dataclass(frozen=True)
class Card:
    """What was known when the citizen was handed over; a text is empty where nothing was known. `confidence` is a percentage."""

    asked: str
    service: str
    last_answer: str
    confidence: int | None


def card_of(staff: StaffContext, handoff: Handoff) -> Card:
    """The summary that was stored with the handoff."""
    summary: dict[str, Any] = handoff.summary or {}
    confidence = summary.get("confidence")
    asked = summary.get("asked") or ""
    return Card(
        asked="\n".join(asked) if isinstance(asked, list) else str(asked),
        service=service_name(handoff.agency.key, handoff.service_key, own_language(staff)),
        last_answer=str(summary.get("last_answer") or ""),
        # Of somebody who asks for a person it says only how sure that wish was, which nobody doubts.
        confidence=round(confidence * 100) if isinstance(confidence, int | float) and handoff.reason not in _OWN_WISH else None,
    )

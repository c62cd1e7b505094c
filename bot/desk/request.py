"""What an action asks of the desk: that a person be called, why, how urgently and about what; it travels beside the reply as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.desk.models import Handoff

# What the citizen wished for by their own words or by a button; the others are the assistant's own judgement.
WISHES = frozenset({Handoff.Reason.ASKED, Handoff.Reason.NOT_UNDERSTOOD, Handoff.Reason.REOPENED})
_SLOTS = ("service", "facets", "variant", "applicant", "failures")


@dataclass(frozen=True)
class HandoffRequest:
    """`slots` is what the dialogue knew; `continues` the earlier handoff that is taken up again.

    `answers`: the reply beside it answers what was asked along with the wish, and is said in any case.
    """

    reason: Handoff.Reason
    urgency: Handoff.Urgency = Handoff.Urgency.NORMAL
    service: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    continues: int | None = None
    answers: bool = False

    @property
    def is_wish(self) -> bool:
        """Whether the citizen wants a person, and so is told at length what comes of it."""
        return self.reason in WISHES

    def to_json(self) -> dict[str, Any]:
        """A plain mapping for JSON."""
        return {
            "reason": self.reason.value,
            "urgency": self.urgency.value,
            "service": self.service,
            "slots": dict(self.slots),
            "continues": self.continues,
            "answers": self.answers,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> HandoffRequest:
        """Read what `to_json` wrote.

        Raises:
            ValueError, KeyError: it is something else.
        """
        return cls(
            reason=Handoff.Reason(data["reason"]),
            urgency=Handoff.Urgency(data.get("urgency", 0)),
            service=str(data.get("service") or ""),
            slots=dict(data.get("slots") or {}),
            continues=data.get("continues"),
            answers=bool(data.get("answers")),
        )


def from_slots(reason: Handoff.Reason, urgency: Handoff.Urgency, service: str | None, slots: Mapping[str, Any]) -> HandoffRequest:
    """A request with what the dialogue knows at that moment."""
    known = {name: slots[name] for name in _SLOTS if slots.get(name)}
    return HandoffRequest(reason, urgency, service or str(slots.get("service") or ""), known)

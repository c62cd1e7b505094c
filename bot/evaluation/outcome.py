"""What came out for one labelled message, next to what should have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.nlu.deciding.values import Decision, DecisionName
from bot.nlu.tuning.judgement import is_right, is_wrong_answer
from bot.nlu.tuning.labelled import Labelled


@dataclass(frozen=True)
class Alone:
    """What two parts of the pipeline say by themselves: the intent classifier, and the service ranker."""

    intent: str | None = None
    intent_probability: float = 0.0
    service: str | None = None
    service_probability: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """One message with what the whole assistant made of it."""

    row: Labelled
    kind: str
    intent: str
    confidence: float
    decision: str
    services: tuple[str, ...]
    facets: tuple[str, ...]
    failed: bool
    milliseconds: float
    alone: Alone = Alone()

    @classmethod
    def of(
        cls,
        row: Labelled,
        understanding: Mapping[str, Any],
        replies: Sequence[Mapping[str, Any]],
        milliseconds: float,
        *,
        failed: bool = False,
    ) -> Outcome:
        """From what `bot.dialogue` reports of a turn."""
        decision = str(understanding["decision"])
        return cls(
            row=row,
            kind=str(understanding["kind"]),
            intent=str(understanding["intent"]),
            confidence=float(understanding["confidence"]),
            decision=decision,
            services=answered_services(decision, understanding, replies),
            facets=tuple(understanding["facets"]),
            failed=failed or not replies,
            milliseconds=milliseconds,
        )

    @property
    def service(self) -> str | None:
        """The service that comes first."""
        return self.services[0] if self.services else None

    @property
    def as_decision(self) -> Decision:
        """The form in which tuning judges it."""
        return Decision(self.kind, cast(DecisionName, self.decision), self.intent, self.confidence, self.services, self.facets)

    @property
    def right(self) -> bool:
        """Whether a citizen would call it right."""
        return is_right(self.row, self.as_decision)

    @property
    def wrong_answer(self) -> bool:
        """Whether something else was answered than what was asked."""
        return is_wrong_answer(self.row, self.as_decision)

    @property
    def intent_right(self) -> bool:
        """Whether the decided intent is the expected one."""
        return self.intent == self.row.intent

    @property
    def service_right(self) -> bool:
        """Whether the first service is one of those expected."""
        return self.service is not None and self.service in self.row.services

    @property
    def facets_right(self) -> bool:
        """Whether exactly the expected facets were found."""
        return set(self.facets) == set(self.row.facets)

    @property
    def main_facet_right(self) -> bool:
        """Whether the first facet found is one of those asked for."""
        return bool(self.facets) and self.facets[0] in self.row.facets


def answered_services(decision: str, understanding: Mapping[str, Any], replies: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The services that a turn is about: the one answered, those really offered as choices; no mere candidates when it asks back."""
    if decision == "choices":
        payloads = [option["payload"] for reply in replies for option in reply["quick_replies"]]
        return tuple(dict.fromkeys(str(payload["service"]) for payload in payloads if payload.get("type") == "service"))
    services = [str(service["key"]) for service in understanding["services"][:1]]
    return () if decision == "ask_back" else tuple(services)

"""Made-up outcomes for the tests of the measures."""

from __future__ import annotations

from typing import Any

from bot.evaluation.outcome import Alone, Outcome
from bot.nlu.tuning.labelled import Labelled


def expected(
    intent: str = "ask_fee",
    services: tuple[str, ...] = ("ktp",),
    facets: tuple[str, ...] = ("fee",),
    decision: str = "answer",
    kind: str = "service",
    language: str = "id",
    text: str = "biaya ktp?",
) -> Labelled:
    """A label."""
    return Labelled(text, "banyuwangi", kind, intent, facets, services, decision, language)


def outcome(row: Labelled, **differences: Any) -> Outcome:
    """What came out: just what was expected, but for the differences."""
    found: dict[str, Any] = {
        "row": row,
        "kind": row.kind,
        "intent": row.intent,
        "confidence": 0.9,
        "decision": row.decision,
        "services": row.services[:1],
        "facets": row.facets,
        "failed": False,
        "milliseconds": 20.0,
        "alone": Alone(row.intent, 0.8, row.services[0] if row.services else None, 0.7),
    }
    return Outcome(**(found | differences))

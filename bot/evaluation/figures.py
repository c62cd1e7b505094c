"""The figures of one language, from the outcomes of its messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from bot.evaluation.metrics import Counts, calibration_error, counts_by_label, percentile, reliability, share
from bot.evaluation.outcome import Outcome

Figure = float | int | None
EXAMPLES = 5


def message_figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """One number for each measure; None where there is nothing to measure."""
    service = [o for o in outcomes if o.row.kind == "service"]
    named = [o for o in service if o.row.decision == "answer" and o.row.services]
    asked = [o for o in service if o.row.facets]
    ambiguous = [o for o in service if o.row.decision == "choices"]
    foreign = [o for o in outcomes if o.row.kind == "oos"]
    refused = [o for o in outcomes if o.decision == "refuse"]
    times = [o.milliseconds for o in outcomes]
    return {
        "messages": len(outcomes),
        "right": share([o.right for o in outcomes]),
        "wrong_answers": share([o.wrong_answer for o in outcomes]),
        "intent": share([o.intent_right for o in outcomes]),
        "intent_of_classifier": share([o.alone.intent == o.row.intent for o in outcomes]),
        "kind": share([o.kind == o.row.kind for o in outcomes]),
        "decision": share([o.decision == o.row.decision for o in outcomes]),
        "service": share([o.service_right for o in named]),
        "service_of_ranker": share([o.alone.service in o.row.services for o in named]),
        "facets": share([o.facets_right for o in asked]),
        "main_facet": share([o.main_facet_right for o in asked]),
        "service_and_facets": share([o.decision == "answer" and o.service_right and o.facets_right for o in named]),
        "choices": share([bool(set(o.services) & set(o.row.services)) for o in ambiguous]),
        "out_of_scope_recall": share([o.decision == "refuse" for o in foreign]),
        "out_of_scope_precision": share([o.row.kind == "oos" for o in refused]),
        **{f"calibration_error_of_{name}": table["error"] for name, table in calibration(outcomes).items()},
        "failed": sum(o.failed for o in outcomes),
        "milliseconds_p50": percentile(times, 0.5),
        "milliseconds_p95": percentile(times, 0.95),
    }


def calibration(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Stated probabilities against what was right.

    intent: the classifier's probability of its first intent. service: the ranker's of its first service, on questions about a service.
    confidence: what `ask` states with its answer, against whether the decided intent is right; answer: against the whole answer.
    """
    service = [o for o in outcomes if o.row.kind == "service"]
    pairs = {
        "intent": [(o.alone.intent_probability, o.alone.intent == o.row.intent) for o in outcomes],
        "service": [(o.alone.service_probability, o.alone.service in o.row.services) for o in service],
        "confidence": [(o.confidence, o.intent_right) for o in outcomes],
        "answer": [(o.confidence, o.right) for o in outcomes],
    }
    tables = {name: reliability([p for p, _ in found], [hit for _, hit in found]) for name, found in pairs.items()}
    return {name: {"error": calibration_error(bins), "bins": [vars(b) for b in bins]} for name, bins in tables.items()}


def intent_table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """Precision, recall and F1 of each decided intent."""
    return _table(counts_by_label([[o.row.intent] for o in outcomes], [[o.intent] for o in outcomes]))


def facet_table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """Precision, recall and F1 of each facet, on questions about a service."""
    service = [o for o in outcomes if o.row.kind == "service" and o.row.facets]
    return _table(counts_by_label([o.row.facets for o in service], [o.facets for o in service]))


def service_table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """For each service that is asked for alone: how often it came first, and what came instead."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        if o.row.kind == "service" and o.row.decision == "answer" and o.row.services:
            groups[o.row.services[0]].append(o)
    return {
        key: {
            "support": len(group),
            "right": share([o.service_right for o in group]),
            "instead": dict(Counter(_instead(o) for o in group if not o.service_right).most_common(3)),
        }
        for key, group in sorted(groups.items())
    }


def _instead(outcome: Outcome) -> str:
    return outcome.service or f"({outcome.decision})"


def worst_confusions(outcomes: Sequence[Outcome], longest: int = 30, sentences: int = EXAMPLES) -> list[dict[str, Any]]:
    """Which intents are taken for which others most often, with some of the sentences."""
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for o in outcomes:
        if not o.intent_right:
            groups[o.row.intent, o.intent].append(o)
    order = sorted(groups.items(), key=lambda item: (-len(item[1]), -sum(o.wrong_answer for o in item[1]), item[0]))
    return [
        {"expected": expected, "decided": decided, "number": len(group), "sentences": [o.row.text for o in group[:sentences]]}
        for (expected, decided), group in order[:longest]
    ]


def _table(counts: dict[str, Counts]) -> dict[str, dict[str, Figure]]:
    return {
        label: {"support": c.support, "precision": c.precision, "recall": c.recall, "f1": c.f1}
        for label, c in sorted(counts.items(), key=lambda item: (-item[1].support, item[0]))
    }

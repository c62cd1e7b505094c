"""Chooses the decision's thresholds: a coordinate search for the highest mean value on the development data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from bot.nlu.deciding.values import Decision, Evidence, Thresholds
from bot.nlu.decision import decide
from bot.nlu.embedding import embed_all
from bot.nlu.evidence import gather
from bot.nlu.knowledge_linker import link
from bot.nlu.tuning.judgement import is_right, is_wrong_answer, value
from bot.nlu.tuning.labelled import Labelled
from bot.nlu.tuning.stored_classifier import Classified

ROUNDS = 3
# Thresholds that only dialogue uses keep their defaults: the development messages stand alone.
GRID: dict[str, tuple[float, ...]] = {
    # Neither below even odds, whatever it would gain: a wrong answer is worse than a question back.
    "intent": (0.5, 0.55, 0.6, 0.7),
    "service": (0.5, 0.55, 0.6, 0.65, 0.7, 0.8),
    "choice": (0.03, 0.05, 0.08, 0.12, 0.16, 0.2),
    "choices_total": (0.3, 0.4, 0.5, 0.6, 0.7),
    "faq": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "life_event": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "second_facet": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
    "out_of_scope": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "named_service": (0.3, 0.5, 0.7),
    "lone_service": (0.2, 0.25, 0.3, 0.4, 0.5),
}
ShowProgress = Callable[[float, str], None]


def collect(
    labelled: Sequence[Labelled],
    classified: Sequence[Classified],
    sharpness: float,
    progress: ShowProgress = lambda fraction, note: None,
) -> list[Evidence]:
    """The evidence for each message, without dialogue context."""
    found = []
    for row, vector, (intents, facets, text) in zip(labelled, embed_all([c.text for c in classified]), classified, strict=True):
        # The pipeline links no empty text either.
        knowledge = link(row.agency, text, vector=vector) if text else {}
        found.append(gather(text, intents, facets, knowledge, {"agency": row.agency}, row.agency, sharpness))
        progress(len(found) / len(labelled), row.agency)
    return found


def search_thresholds(
    labelled: Sequence[Labelled],
    evidence: Sequence[Evidence],
    progress: ShowProgress = lambda fraction, note: None,
    grid: dict[str, tuple[float, ...]] = GRID,
) -> tuple[Thresholds, float]:
    """The best thresholds found, and the mean value that they reach."""

    def score(t: Thresholds) -> float:
        return float(np.mean([value(row, decide(e, t)) for row, e in zip(labelled, evidence, strict=True)]))

    best = Thresholds()
    best_score = score(best)
    for number in range(ROUNDS):
        before = best_score
        for done, (name, values) in enumerate(grid.items()):
            for candidate in values:
                trial = replace(best, **{name: candidate})
                if (reached := score(trial)) > best_score + 1e-9:
                    best, best_score = trial, reached
            progress((number + (done + 1) / len(grid)) / ROUNDS, name)
        if best_score == before:
            break
    return best, best_score


def figures(labelled: Sequence[Labelled], decisions: Sequence[Decision]) -> dict[str, dict[str, float]]:
    """What the decisions reach, by language."""
    result: dict[str, dict[str, float]] = {}
    for language in sorted({row.language for row in labelled}):
        pairs = [(row, d) for row, d in zip(labelled, decisions, strict=True) if row.language == language]
        service = [(r, d) for r, d in pairs if r.kind == "service" and r.decision == "answer"]
        result[language] = {
            "messages": len(pairs),
            "right": _share([is_right(r, d) for r, d in pairs]),
            "service_and_facet_right": _share([is_right(r, d) for r, d in service]),
            "service_right": _share([bool(d.services) and d.services[0] in r.services for r, d in service]),
            "wrong_answers": _share([is_wrong_answer(r, d) for r, d in pairs]),
            "out_of_scope_recall": _share([d.decision == "refuse" for r, d in pairs if r.kind == "oos"]),
        }
    return result


def _share(found: Sequence[bool]) -> float:
    return round(float(np.mean(found)), 4) if found else 0.0

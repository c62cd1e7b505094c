"""Chooses the ranker's weights and the decision's thresholds on the development data."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.decision import Decision, Evidence, Thresholds, decide
from bot.nlu.evidence import gather
from bot.nlu.knowledge import ranker
from bot.nlu.knowledge.features import features
from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, Target, index_of
from bot.nlu.knowledge_linker import link
from bot.nlu.normalise import normalise
from bot.nlu.embedding import embed_all

# How bad each kind of mistake is, next to 1 for a right decision: a wrong answer is worse than a question back.
WRONG_ANSWER, WRONG_REFUSAL, NEEDLESS_QUESTION = -2.5, -0.6, -0.1


@dataclass(frozen=True)
class Labelled:
    """One line of a development or test file."""

    text: str
    agency: str
    kind: str
    intent: str
    facets: tuple[str, ...]
    services: tuple[str, ...]
    decision: str
    language: str


def read_labelled(path: Path, language: str) -> list[Labelled]:
    """Read a file of labelled messages (JSON lines)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Labelled(r["text"], r["agency"], r["kind"], r["intent"], tuple(r["facets"]), tuple(r["services"]), r["decision"], language) for r in rows
    ]


def _own_phrases(index: KnowledgeIndex, kind: Kind, rng: random.Random, most: int) -> list[tuple[str, int, npt.NDArray[np.bool_]]]:
    """Phrases of the index as training messages, each with the phrases to leave out: itself."""
    texts = np.array([phrase.text for phrase in index.phrases])
    chosen = [i for i, phrase in enumerate(index.phrases) if phrase.role == "example" and index.targets[phrase.target].kind == kind]
    rng.shuffle(chosen)
    return [(index.phrases[i].text, index.phrases[i].target, texts == index.phrases[i].text) for i in chosen[:most]]


def fit_rankers(labelled: Sequence[Labelled], report: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Fit the weights of each kind to labelled messages and to the catalogue's own examples, each left out of the index in turn."""
    rng = random.Random(7)
    vectors = dict(zip(texts := [normalise(row.text) for row in labelled], embed_all(texts), strict=True))
    agencies = sorted({row.agency for row in labelled})
    samples: dict[Kind, list[tuple[npt.NDArray[np.float32], frozenset[int], float]]] = {kind: [] for kind in KINDS}
    for agency in agencies:
        index = index_of(agency)
        for row in (r for r in labelled if r.agency == agency):
            rows = features(index, normalise(row.text), vectors[normalise(row.text)])
            for kind in KINDS:
                numbers = index.of_kind[kind]
                if not len(numbers):
                    continue
                if kind == "service":
                    known = [index.number[Target("service", key)] for key in row.services if Target("service", key) in index.number]
                    right = frozenset(int(np.flatnonzero(numbers == n)[0]) for n in known)
                    if row.kind in {"faq", "life_event"} or (row.services and not right):
                        continue
                elif row.kind == kind:
                    continue  # the development data does not say which FAQ or life event
                else:
                    right = frozenset()
                samples[kind].append((rows[numbers], right, 1.0))
        for kind in KINDS:
            numbers = index.of_kind[kind]
            for text, target, without in _own_phrases(index, kind, rng, 500):
                vector = index.vectors[int(np.flatnonzero(without)[0])]
                rows = features(index, text, vector, without=without)[numbers]
                samples[kind].append((rows, frozenset({int(np.flatnonzero(numbers == target)[0])}), 0.5))
    weights = {}
    for kind in KINDS:
        weights[kind] = ranker.fit(samples[kind])
        report(f"{kind}: {len(samples[kind])} samples, weights {weights[kind]}")
    return weights


def collect(labelled: Sequence[Labelled], classify: Callable[[str], tuple[dict[str, float], dict[str, float]]]) -> list[Evidence]:
    """The evidence for each message, without dialogue context."""
    found = []
    for row in labelled:
        text = normalise(row.text)
        intents, facets = classify(text)
        found.append(gather(text, intents, facets, link(row.agency, text), {"agency": row.agency}, row.agency))
    return found


def is_right(row: Labelled, decision: Decision) -> bool:
    """Whether a citizen would call the decision right: the kind, and for services also the service and the facets."""
    if row.kind != decision.kind:
        return False
    if row.kind != "service":
        return True
    if row.decision == "answer":
        right_service = bool(decision.services) and decision.services[0] in row.services
        if decision.decision != "answer" or not right_service:
            return False
        return not row.facets or set(row.facets) <= set(decision.facets) or (len(row.facets) == 1 and decision.facets[:1] == row.facets[:1])
    if row.decision == "choices":
        return bool(set(row.services) & set(decision.services))
    return decision.decision in {"ask_back", "choices"}


def is_wrong_answer(row: Labelled, decision: Decision) -> bool:
    """Whether the bot would answer confidently about something else than what was asked."""
    if decision.decision != "answer" or decision.kind not in {"service", "faq", "life_event"}:
        return False
    if decision.kind == "service":
        if row.kind != "service":
            # The catalogue's answer to a life event or an FAQ that names the service is no wrong answer, though not the wanted one.
            return not (row.kind in {"life_event", "faq", "booking", "status"})
        return not (decision.services and decision.services[0] in row.services) and row.decision != "ask_back"
    return row.kind == "oos"


def value(row: Labelled, decision: Decision) -> float:
    """What a decision is worth."""
    if is_right(row, decision):
        return 1.0
    if is_wrong_answer(row, decision):
        return WRONG_ANSWER
    if decision.decision == "refuse":
        return WRONG_REFUSAL
    return NEEDLESS_QUESTION if decision.decision in {"choices", "ask_back"} else 0.0


def search_thresholds(labelled: Sequence[Labelled], evidence: Sequence[Evidence], rounds: int = 3) -> tuple[Thresholds, float]:
    """Coordinate search for the thresholds of the highest mean value. Thresholds that only dialogue uses keep their defaults."""
    grid = {
        "intent": (0.2, 0.3, 0.35, 0.4, 0.5),
        "service": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7),
        "choice": (0.05, 0.08, 0.12, 0.16, 0.2),
        "choices_total": (0.3, 0.4, 0.5, 0.6, 0.7),
        "faq": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        "life_event": (0.1, 0.2, 0.3, 0.4, 0.5),
        "second_facet": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
        "out_of_scope": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
        "named_service": (0.3, 0.5, 0.7),
    }

    def score(t: Thresholds) -> float:
        return float(np.mean([value(row, decide(e, t)) for row, e in zip(labelled, evidence, strict=True)]))

    best = Thresholds()
    best_score = score(best)
    for _ in range(rounds):
        before = best_score
        for name, values in grid.items():
            for candidate in values:
                trial = replace(best, **{name: candidate})
                if (reached := score(trial)) > best_score + 1e-9:
                    best, best_score = trial, reached
        if best_score == before:
            break
    return best, best_score


def figures(labelled: Sequence[Labelled], decisions: Sequence[Decision]) -> dict[str, Any]:
    """What the decisions reach, by language."""
    result: dict[str, Any] = {}
    for language in ("id", "ja"):
        pairs = [(row, d) for row, d in zip(labelled, decisions, strict=True) if row.language == language]
        service = [(r, d) for r, d in pairs if r.kind == "service" and r.decision == "answer"]
        oos = [(r, d) for r, d in pairs if r.kind == "oos"]
        result[language] = {
            "messages": len(pairs),
            "right": round(float(np.mean([is_right(r, d) for r, d in pairs])), 4),
            "service_and_facet_right": round(float(np.mean([is_right(r, d) for r, d in service])), 4),
            "service_right": round(float(np.mean([bool(d.services) and d.services[0] in r.services for r, d in service])), 4),
            "wrong_answers": round(float(np.mean([is_wrong_answer(r, d) for r, d in pairs])), 4),
            "out_of_scope_recall": round(float(np.mean([d.decision == "refuse" for r, d in oos])), 4),
        }
    return result


def thresholds_document(best: Thresholds, reached: dict[str, Any]) -> str:
    """The JSON text that `bot.nlu.decision` reads."""
    return json.dumps({"thresholds": asdict(best), "development_figures": reached}, ensure_ascii=False, indent=1) + "\n"

"""Further sets beside the test messages: people in distress, neighbouring services, FAQ, and the same messages with noise."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation.metrics import percentile, share
from bot.evaluation.noise import KINDS, noisy
from bot.evaluation.outcome import Outcome
from bot.evaluation.run import spread
from bot.languages import LANGUAGES
from bot.nlu.decision import decide
from bot.nlu.embedding import DIMENSIONS, compute, embed_all
from bot.nlu.evidence import gather
from bot.nlu.knowledge_linker import link
from bot.nlu.normalise import normalise
from bot.nlu.tokenizer import words
from bot.nlu.tuning.labelled import Labelled, read_labelled
from bot.nlu.tuning.stored_classifier import StoredClassifier

BEST = 5
_MISTAKES = 30


def distress_figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How many cries for help are answered as such, and how many harmless messages are taken for one."""
    cries = [o for o in outcomes if o.row.kind == "distress"]
    harmless = [o for o in outcomes if o.row.kind != "distress"]
    return {
        "messages": len(cries),
        "recall": share([o.kind == "distress" for o in cries]),
        "kind_of_danger": share([o.intent == o.row.intent for o in cries]),
        "harmless": len(harmless),
        "false_alarms": share([o.kind == "distress" for o in harmless]),
        "missed": [o.row.text for o in cries if o.kind != "distress"],
        "alarmed": [o.row.text for o in harmless if o.kind == "distress"],
    }


def neighbour_figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How well neighbouring services (lost, damaged, new; moving in, out, within) are kept apart."""
    return {
        "messages": len(outcomes),
        "service": share([o.service_right for o in outcomes]),
        "answered_wrongly": share([o.decision == "answer" and not o.service_right for o in outcomes]),
        "mistakes": [
            {"text": o.row.text, "expected": " / ".join(o.row.services), "decided": o.service or f"({o.decision})"}
            for o in outcomes
            if not o.service_right
        ][:_MISTAKES],
    }


def noise_figures(clean: Sequence[Outcome], noisy: dict[str, Sequence[Outcome]]) -> dict[str, Any]:
    """The share that is right as a whole with each kind of noise, beside the share of the same messages without."""
    found: dict[str, Any] = {"messages": len(clean), "clean": share([o.right for o in clean])}
    found["kinds"] = {
        kind: {"right": share([o.right for o in outcomes]), "wrong_answers": share([o.wrong_answer for o in outcomes])}
        for kind, outcomes in noisy.items()
    }
    return found


@dataclass(frozen=True)
class FaqQuestion:
    """A question in other words than the FAQ's own."""

    text: str
    agency: str
    faq: str


def read_faq_questions(path: Path) -> list[FaqQuestion]:
    """Read faq.<language>.jsonl."""
    return [FaqQuestion(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def faq_figures(questions: Sequence[FaqQuestion]) -> dict[str, Any]:
    """How often the FAQ is the first, or among the first five, of those that the linker finds; the whole decision is measured elsewhere."""
    texts = [normalise(q.text) for q in questions]
    ranks = []
    for q, text, vector in zip(questions, texts, embed_all(texts), strict=True):
        keys = [key for key, _ in link(q.agency, text, vector=vector)["faq"]]
        ranks.append(keys.index(q.faq) + 1 if q.faq in keys else 0)
    return {
        "questions": len(questions),
        "first": share([rank == 1 for rank in ranks]),
        "among_five": share([0 < rank <= BEST for rank in ranks]),
    }


def stage_times(rows: Sequence[Labelled], classifier: StoredClassifier) -> dict[str, dict[str, float | None]]:
    """Milliseconds a stage of the understanding takes for one message that was never seen before: median and 95th percentile."""
    spent: dict[str, list[float]] = {}
    together: list[float] = []

    def timed(name: str, work: Any) -> Any:
        began = time.perf_counter()
        made = work()
        took = (time.perf_counter() - began) * 1000
        spent.setdefault(name, []).append(took)
        together[-1] += took
        return made

    for row in rows:
        together.append(0.0)
        text = timed("clean", lambda row=row: classifier.cleaner.clean(row.text, row.agency))
        found = np.frombuffer(timed("embedding", lambda text=text: compute(text)), dtype="<f2").astype(np.float32)
        vector = found[:DIMENSIONS]
        timed("tokens", lambda text=text: words(text))
        intents, facets, _ = timed("intent and facets", lambda text=text, found=found: classifier.classify(text, found))
        knowledge = timed("linking", lambda row=row, text=text, vector=vector: link(row.agency, text, vector=vector))
        timed(
            "decision",
            lambda row=row, text=text, intents=intents, facets=facets, knowledge=knowledge: decide(
                gather(text, intents, facets, knowledge, {"agency": row.agency}, row.agency)
            ),
        )
    spent["together"] = together
    return {name: {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)} for name, times in spent.items()}


class Further:
    """What else is asked in one evaluation: it names the messages to ask, and makes the figures of what came out."""

    def __init__(self, tests: Sequence[Labelled], folder: Path, each: int) -> None:
        self._folder = folder
        self._clean = {language: spread([row for row in tests if row.language == language], each) for language in LANGUAGES}
        self._sets: dict[tuple[str, str], list[Labelled]] = {}
        for language in LANGUAGES:
            for name in ("distress", "hard_negatives"):
                self._sets[language, name] = read_labelled(folder / f"{name}.{language}.jsonl", language)
            for kind in KINDS[language]:
                self._sets[language, kind] = [noisy(row, kind) for row in self._clean[language]]

    @property
    def rows(self) -> list[Labelled]:
        """The messages to ask, in the order in which `figures` wants their outcomes."""
        return [row for rows in self._sets.values() for row in rows]

    def figures(self, outcomes: Sequence[Outcome], tests: Sequence[Outcome], classifier: StoredClassifier) -> dict[str, dict[str, Any]]:
        """All figures by language; `tests` are the outcomes of the test messages, among them those that noise was added to."""
        came, begin = {}, 0
        for key, rows in self._sets.items():
            came[key], begin = outcomes[begin : begin + len(rows)], begin + len(rows)
        by_row = {o.row: o for o in tests}
        return {
            language: {
                "distress": distress_figures(came[language, "distress"]),
                "hard_negatives": neighbour_figures(came[language, "hard_negatives"]),
                "noise": noise_figures(
                    [by_row[row] for row in self._clean[language]], {kind: came[language, kind] for kind in KINDS[language]}
                ),
                "faq": faq_figures(read_faq_questions(self._folder / f"faq.{language}.jsonl")),
                "stages": stage_times(self._clean[language], classifier),
            }
            for language in LANGUAGES
        }

"""The whole of tuning, from the development data to the two files that the pipeline reads."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.deciding.values import THRESHOLDS_FILE, talk_thresholds
from bot.nlu.decision import decide
from bot.nlu.embedding import features_all
from bot.nlu.knowledge.ranker import WEIGHTS_FILE
from bot.nlu.sharpness import sharpen
from bot.nlu.tuned_file import tuned
from bot.nlu.tuning.labelled import Labelled
from bot.nlu.tuning.rankers import fit_rankers
from bot.nlu.tuning.sharpness import fit_sharpness
from bot.nlu.tuning.stored_classifier import Classified, StoredClassifier
from bot.nlu.tuning.thresholds import collect, figures, search_thresholds

# Opens the progress display of one stage; what it gives is told the fraction done and a note.
Stage = Callable[[str], AbstractContextManager[Callable[[float, str], None]]]


def classify_all(classifier: StoredClassifier, labelled: Sequence[Labelled]) -> list[Classified]:
    """Intents and facets of each message."""
    texts = [classifier.cleaner.clean(row.text, row.agency) for row in labelled]
    return [classifier.classify(text, features) for text, features in zip(texts, features_all(texts), strict=True)]


def tune(labelled: Sequence[Labelled], model: Path, stage: Stage, *, rankers: bool = True) -> dict[str, Any]:
    """Write both files and return what decision.json holds; without `rankers` the weights stay as they are."""
    made = {"date": datetime.date.today().isoformat(), "model": model.name.removesuffix(".tar.gz"), "messages": len(labelled)}
    before = WEIGHTS_FILE.read_text(encoding="utf-8") if WEIGHTS_FILE.exists() else None
    try:
        if rankers:
            with stage("Weights of the rankers") as progress:
                weights = tuned(WEIGHTS_FILE).get("weights", {}) | fit_rankers(labelled, progress)
            # Written at once: what follows links messages with these weights.
            _write(WEIGHTS_FILE, {"weights": weights, **made})
        document = _decision(labelled, model, stage) | made
    except BaseException:
        # Weights and thresholds belong together.
        if before is not None:
            WEIGHTS_FILE.write_text(before, encoding="utf-8")
        raise
    if rankers:
        _write(WEIGHTS_FILE, {"weights": weights, **made, "development_figures": document["service_ranked_first"]})
    _write(THRESHOLDS_FILE, document)
    return document


def _decision(labelled: Sequence[Labelled], model: Path, stage: Stage) -> dict[str, Any]:
    with stage("Intents and facets"):
        classified = classify_all(StoredClassifier.read(model), labelled)
    right = [row.intent for row in labelled]
    sharpness = fit_sharpness([c.intents for c in classified], right)
    with stage("Evidence") as progress:
        evidence = collect(labelled, classified, sharpness, progress)
    with stage("Thresholds") as progress:
        best, value = search_thresholds(labelled, evidence, progress)
    ranked = [e.services[0][0] in row.services if e.services else False for row, e in zip(labelled, evidence, strict=True)]
    named = [(row.language, hit) for row, hit in zip(labelled, ranked, strict=True) if row.kind == "service" and row.services]
    return {
        "thresholds": asdict(best),
        "in_conversation": asdict(talk_thresholds()),
        "intent_sharpness": sharpness,
        "mean_value": round(value, 4),
        "intent_calibration": _calibration(classified, right, sharpness),
        "service_ranked_first": {
            language: round(float(np.mean([hit for own, hit in named if own == language])), 4)
            for language in sorted({own for own, _ in named})
        },
        "development_figures": figures(labelled, [decide(e, best) for e in evidence]),
    }


def _calibration(classified: Sequence[Classified], right: Sequence[str], sharpness: float) -> dict[str, float]:
    """How often the likeliest intent is right, next to how sure the model was before and after sharpening."""
    pairs = [(c.intents, label) for c, label in zip(classified, right, strict=True) if c.intents]
    return {
        "accuracy": round(float(np.mean([max(p, key=p.__getitem__) == label for p, label in pairs])), 4),
        "mean_confidence_before": round(float(np.mean([max(p.values()) for p, _ in pairs])), 4),
        "mean_confidence": round(float(np.mean([max(sharpen(p, sharpness).values()) for p, _ in pairs])), 4),
    }


def _write(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

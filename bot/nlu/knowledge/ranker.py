"""Ranks targets by a conditional logit over the features, with "none of these" as one more choice.

The weights are fitted by `manage.py tune` to make the right choice of labelled messages most likely, which also makes the
probabilities honest; they are kept with the figures in data/tuning/ranker.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.environment import ROOT
from bot.nlu.knowledge.features import FEATURES, features
from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, Target

WEIGHTS_FILE = ROOT / "data" / "tuning" / "ranker.json"
# Before any tuning: equal trust in names, examples and words.
_UNTUNED = dict.fromkeys(FEATURES, 2.0) | {"none": 7.0}


@dataclass(frozen=True)
class Candidate:
    """A target and the probability that the message is about it."""

    target: Target
    score: float


@dataclass(frozen=True)
class Ranking:
    """Candidates of one kind, best first; `none` is the probability that it is none of them."""

    candidates: tuple[Candidate, ...]
    none: float


class Ranker:
    """The weights of one kind of target."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = np.array([weights[name] for name in FEATURES])
        self.none = weights["none"]

    def probabilities(self, rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float64], float]:
        """A probability for each row, and that of none."""
        scores = np.append(rows @ self.weights, self.none)
        scores -= scores.max()
        exponents = np.exp(scores)
        exponents /= exponents.sum()
        return exponents[:-1], float(exponents[-1])


@lru_cache(maxsize=4)
def _rankers(path: Path, stamp: float) -> dict[str, Ranker]:
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["weights"] if stamp else {}
    return {kind: Ranker(stored.get(kind, _UNTUNED)) for kind in KINDS}


def rankers() -> dict[str, Ranker]:
    """The tuned ranker of each kind."""
    stamp = WEIGHTS_FILE.stat().st_mtime if WEIGHTS_FILE.exists() else 0.0
    return _rankers(WEIGHTS_FILE, stamp)


def rank(index: KnowledgeIndex, text: str, vector: npt.NDArray[np.float32], longest: int = 8) -> dict[Kind, Ranking]:
    """Rank the targets of each kind for a normalised text and its embedding."""
    rows = features(index, text, vector)
    result: dict[Kind, Ranking] = {}
    for kind in KINDS:
        numbers = index.of_kind[kind]
        if not len(numbers):
            result[kind] = Ranking((), 1.0)
            continue
        probabilities, none = rankers()[kind].probabilities(rows[numbers])
        order = np.argsort(-probabilities)[:longest]
        result[kind] = Ranking(tuple(Candidate(index.targets[numbers[i]], float(probabilities[i])) for i in order), none)
    return result


def fit(samples: list[tuple[npt.NDArray[np.float32], frozenset[int], float]], ridge: float = 0.02) -> dict[str, float]:
    """Fit weights to samples of (feature rows, numbers of the right rows or none, weight of the sample)."""
    width = len(FEATURES)
    total = sum(weight for _, _, weight in samples)

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        value, gradient = 0.0, np.zeros(width + 1)
        for rows, right, weight in samples:
            scores = np.append(rows @ point[:width], point[width])
            scores -= scores.max()
            exponents = np.exp(scores)
            share = exponents / exponents.sum()
            wanted = np.zeros(len(scores))
            chosen = list(right) if right else [len(scores) - 1]
            inside = share[chosen].sum()
            wanted[chosen] = share[chosen] / max(inside, 1e-12)
            value -= weight * float(np.log(max(inside, 1e-12)))
            difference = weight * (share - wanted)
            gradient[:width] += difference[:-1] @ rows
            gradient[width] += difference[-1]
        value = value / total + ridge / 2 * float(point[:width] @ point[:width]) / width
        gradient = gradient / total
        gradient[:width] += ridge * point[:width] / width
        return value, gradient

    # Every feature speaks for a target, none against it: without the bound, correlated features get weights of opposite sign.
    bounds = [(0.0, None)] * width + [(None, None)]
    start = np.array([_UNTUNED[name] for name in FEATURES] + [_UNTUNED["none"]])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return {name: round(float(x), 4) for name, x in zip((*FEATURES, "none"), best.x, strict=True)}

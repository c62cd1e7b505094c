"""Ranks targets by a conditional logit over the features, with "none of these" as one more choice.

The weights are fitted by `manage.py tune` to make the right choice of labelled messages most likely, which also makes the
probabilities honest; they are kept with the figures in data/tuning/ranker.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.environment import ROOT
from bot.nlu.knowledge import described
from bot.nlu.knowledge.candidates import candidates
from bot.nlu.knowledge.features import FEATURES, features
from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, Target
from bot.nlu.tuned_file import tuned

WEIGHTS_FILE = ROOT / "data" / "tuning" / "ranker.json"
# Before any tuning: equal trust in names, examples and words.
_UNTUNED = dict.fromkeys(FEATURES, 2.0) | {"none": 7.0}
# The services of a message that begins a conversation are ranked by what descriptions tell as well.
OPENING = "opening"
OPENING_FEATURES = (*FEATURES, *described.FEATURES)
_UNTUNED_OPENING = _UNTUNED | dict.fromkeys(described.FEATURES, 0.0)
# Feature rows of one message, the numbers of the right ones (empty: none of them is), and how much the message counts.
Sample = tuple[npt.NDArray[np.float32], frozenset[int], float]


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

    def __init__(self, weights: dict[str, float], features: Sequence[str] = FEATURES) -> None:
        self.weights = np.array([weights[name] for name in features])
        self.none = weights["none"]

    def probabilities(self, rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float64], float]:
        """A probability for each row, and that of none."""
        scores = np.append(rows @ self.weights, self.none)
        scores -= scores.max()
        exponents = np.exp(scores)
        exponents /= exponents.sum()
        return exponents[:-1], float(exponents[-1])


def rankers() -> dict[Kind, Ranker]:
    """The tuned ranker of each kind."""
    weights = tuned(WEIGHTS_FILE).get("weights", {})
    return {kind: Ranker(weights.get(kind, _UNTUNED)) for kind in KINDS}


def opening_ranker() -> Ranker:
    """The tuned ranker of services for a message that begins a conversation."""
    return Ranker(tuned(WEIGHTS_FILE).get("weights", {}).get(OPENING, _UNTUNED_OPENING), OPENING_FEATURES)


def rank(
    index: KnowledgeIndex, text: str, vector: npt.NDArray[np.float32], longest: int = 8, *, opening: bool = False
) -> dict[Kind, Ranking]:
    """Rank the targets of each kind for a normalised text and its embedding.

    With `opening` nothing was spoken of before: then what the text describes tells the service, beside what it names.
    """
    chosen = candidates(index, text, vector)
    # Kinds stand one after the other in an index, so their candidates together ascend too.
    rows = features(index, text, vector, np.concatenate([chosen[kind] for kind in KINDS]))
    result: dict[Kind, Ranking] = {}
    by_kind = rankers()
    begin = 0
    for kind in KINDS:
        numbers = chosen[kind]
        own, begin = rows[begin : begin + len(numbers)], begin + len(numbers)
        if not len(numbers):
            result[kind] = Ranking((), 1.0)
            continue
        if opening and kind == "service":
            own = with_descriptions(index, own, vector, numbers)
            probabilities, none = opening_ranker().probabilities(own)
        else:
            probabilities, none = by_kind[kind].probabilities(own)
        order = np.argsort(-probabilities)[:longest]
        result[kind] = Ranking(tuple(Candidate(index.targets[numbers[i]], float(probabilities[i])) for i in order), none)
    return result


def with_descriptions(
    index: KnowledgeIndex, rows: npt.NDArray[np.float32], vector: npt.NDArray[np.float32], numbers: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """The feature rows of services, whose numbers they are, with what descriptions tell of each: (services, `OPENING_FEATURES`)."""
    return np.hstack([rows, index.described.features(vector)[np.searchsorted(index.of_kind["service"], numbers)]])


def fit(samples: Sequence[Sample], ridge: float = 0.02, names: Sequence[str] = FEATURES) -> dict[str, float]:
    """Fit weights, by the `names` of the columns, to samples of (feature rows, numbers of the right rows or none, weight)."""
    width = len(names)
    # Every sample's choices below one another, each sample's last choice "none of these"; `first` is where each sample begins.
    choices = np.vstack([_with_none(rows) for rows, _, _ in samples])
    sizes = np.array([len(rows) + 1 for rows, _, _ in samples])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([weight for _, _, weight in samples])
    right = np.zeros(len(choices), bool)
    for start, size, (_, chosen, _) in zip(first, sizes, samples, strict=True):
        right[[start + number for number in chosen] if chosen else start + size - 1] = True
    weight_of_row = np.repeat(weight, sizes)

    def loss(point: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = choices @ point
        scores -= np.repeat(np.maximum.reduceat(scores, first), sizes)
        exponents = np.exp(scores)
        share = exponents / np.repeat(np.add.reduceat(exponents, first), sizes)
        inside = np.maximum(np.add.reduceat(share * right, first), 1e-12)
        wanted = share * right / np.repeat(inside, sizes)
        value = -float(weight @ np.log(inside)) / weight.sum() + ridge / 2 * float(point[:width] @ point[:width]) / width
        gradient = (weight_of_row * (share - wanted)) @ choices / weight.sum()
        gradient[:width] += ridge * point[:width] / width
        return value, gradient

    # Every feature speaks for a target, none against it: without the bound, correlated features get weights of opposite sign.
    bounds = [(0.0, None)] * width + [(None, None)]
    start = np.array([_UNTUNED_OPENING[name] for name in (*names, "none")])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    return {name: round(float(x), 4) for name, x in zip((*names, "none"), best.x, strict=True)}


def _with_none(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The rows of one sample with a column more, which marks one row more: none of them."""
    table = np.zeros((len(rows) + 1, rows.shape[1] + 1))
    table[:-1, :-1] = rows
    table[-1, -1] = 1.0
    return table

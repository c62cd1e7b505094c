"""Scores of phrases brought together by what the phrases belong to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


def best(scores: Scores, owner: Numbers, number: int) -> Scores:
    """The best score of each owner, at least 0; `owner` ascends from 0 to below `number`."""
    highest = np.zeros(number, np.float32)
    if len(owner):
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        highest[owner[first]] = np.maximum.reduceat(scores, first)
    return np.maximum(highest, 0.0)


def mean_of_top(scores: Scores, owner: Numbers, number: int, top: int) -> Scores:
    """The mean of each owner's best `top` scores; 0 for one without any."""
    order = np.lexsort((-scores, owner))
    sorted_owner, sorted_scores = owner[order], scores[order]
    starts = np.searchsorted(sorted_owner, np.arange(number))
    rank = np.arange(len(order)) - starts[sorted_owner]
    kept = rank < top
    sums = np.bincount(sorted_owner[kept], weights=sorted_scores[kept], minlength=number)
    counts = np.bincount(sorted_owner[kept], minlength=number)
    return (sums / np.maximum(counts, 1)).astype(np.float32)

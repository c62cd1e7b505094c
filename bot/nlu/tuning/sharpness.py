"""Fits the exponent of `bot.nlu.sharpness`: one temperature for all intents (Guo et al. 2017)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize_scalar


def fit_sharpness(intents: Sequence[Mapping[str, float]], right: Sequence[str]) -> float:
    """The exponent that makes the right intents most likely; messages whose intent the classifier does not know are left out."""
    pairs = [(found, label) for found, label in zip(intents, right, strict=True) if label in found]
    if not pairs:
        return 1.0
    names = list(pairs[0][0])
    logarithms = np.log(np.maximum(np.array([[found[name] for name in names] for found, _ in pairs], dtype=np.float64), 1e-12))
    chosen = np.array([names.index(label) for _, label in pairs])

    def surprise(log_sharpness: float) -> float:
        scaled = logarithms * np.exp(log_sharpness)
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(chosen)), chosen]))

    return round(float(np.exp(minimize_scalar(surprise, bounds=(-2.0, 2.0), method="bounded").x)), 4)

"""Round numbers for an axis."""

from __future__ import annotations

import math


def ticks(largest: float, most: int = 5) -> list[float]:
    """From 0 to at least the largest value in round steps; [0, 1] when everything is 0."""
    if largest <= 0:
        return [0.0, 1.0]
    raw = largest / (most - 1)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999999)
    if largest >= most - 1:
        step = max(1.0, math.ceil(step))
    return [step * number for number in range(math.ceil(largest / step - 1e-9) + 1)]


def every(count: int, most: int) -> int:
    """Every how many labels one is shown, so that no more than `most` are."""
    return max(1, math.ceil(count / most))

"""How far the intent probabilities can be trusted on messages that nobody has seen.

The classifier fits its temperature to held-out training examples, which resemble each other more than citizens' messages
resemble them. `manage.py tune` therefore fits one more exponent on the development data and keeps it in data/tuning/decision.json.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.nlu.deciding.values import THRESHOLDS_FILE
from bot.nlu.tuned_file import tuned


def intent_sharpness() -> float:
    """The tuned exponent; below 1 makes probabilities more modest."""
    return float(tuned(THRESHOLDS_FILE).get("intent_sharpness", 1.0))


def sharpen(probabilities: Mapping[str, float], sharpness: float) -> dict[str, float]:
    """Each probability to the power of `sharpness`, so that they sum to 1 again; their order stays."""
    if not probabilities:
        return {}
    logarithms = np.log(np.maximum(np.array(list(probabilities.values()), dtype=np.float64), 1e-12)) * sharpness
    powers = np.exp(logarithms - logarithms.max())
    return dict(zip(probabilities, (powers / powers.sum()).tolist(), strict=True))

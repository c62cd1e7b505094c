"""From the single runs to the figures that are compared."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from bot.evaluation.metrics import percentile


def summarise(trainings: Sequence[Mapping[str, Any]], servings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One system's figures: medians over its runs, percentiles over the replies of all its runs."""
    times = [milliseconds for serving in servings for milliseconds in serving["milliseconds"]]
    caches = dict.fromkeys(training["cache"] for training in trainings)
    stages = dict.fromkeys(name for serving in servings for name in serving["stages"])
    return {
        "training_seconds": {cache: statistics.median(t["seconds"] for t in trainings if t["cache"] == cache) for cache in caches},
        "seconds_to_loaded": statistics.median(s["seconds_to_loaded"] for s in servings),
        "milliseconds_of_first_reply": statistics.median(s["milliseconds_of_first_reply"] for s in servings),
        "reply_milliseconds": {name: percentile(times, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))},
        "memory_when_loaded": statistics.median(s["memory_when_loaded"] for s in servings),
        "memory_after_replies": statistics.median(s["memory_after_replies"] for s in servings),
        "model_bytes": trainings[-1]["model_bytes"],
        "replies": len(times),
        "without_reply": sum(s["without_reply"] for s in servings),
        "stages": {name: statistics.fmean(s["stages"].get(name, 0.0) for s in servings) for name in stages},
        "accuracy": next((s["accuracy"] for s in servings if s["accuracy"]), {}),
    }


def spread_of(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest."""
    return min(values), max(values)

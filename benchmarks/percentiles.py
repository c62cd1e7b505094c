"""Waiting times as the pages state them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.metrics import percentile

_PARTS = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


def percentiles(seconds: Sequence[float]) -> dict[str, float | None]:
    """Median, 95th and 99th percentile, in milliseconds; None without any value."""
    return {name: milliseconds(percentile(seconds, part)) for name, part in _PARTS}


def milliseconds(seconds: float | None) -> float | None:
    """Seconds as milliseconds, to a tenth."""
    return None if seconds is None else round(seconds * 1000, 1)

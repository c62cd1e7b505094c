"""Times to an answer in fixed buckets, so that days, channels and agencies can be put together and still have a median."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

# Upper bounds in seconds.
BOUNDS = (
    *(0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800),
    *(3600, 7200, 14400, 28800, 43200, 86400, 172800, 604800),
)
_LAST = "more"
_BY_KEY = {f"{bound:g}": bound for bound in BOUNDS}


def bucket_of(seconds: float) -> str:
    """The key of the bucket; a clock that was set back counts as no time at all."""
    at = bisect_left(BOUNDS, max(seconds, 0.0))
    return f"{BOUNDS[at]:g}" if at < len(BOUNDS) else _LAST


def quantile(buckets: Mapping[str, int], share: float) -> float | None:
    """The seconds within which that share was answered, from 0 to 1; None when nothing was. Even within a bucket."""
    total = sum(buckets.values())
    if not total:
        return None
    wanted, before, lower = total * share, 0, 0.0
    for key, upper in _BY_KEY.items():
        inside = buckets.get(key, 0)
        if inside and before + inside >= wanted:
            return lower + (upper - lower) * (wanted - before) / inside
        before, lower = before + inside, upper
    return float(BOUNDS[-1])

"""Whether a citizen says outright that an answer helped, or that it did not."""

from __future__ import annotations

import re

# A longer text tells more than that.
_LONGEST = 60
_NOT_HELPFUL = re.compile(
    r"\b(?:tidak|gak|ndak|ora|kurang|belum) (?:membantu|berguna|bermanfaat|jelas|nyambung|menjawab|puas)\b|\bngawur\b"
    r"|\bjawaban(?:nya|mu)? salah"
    r"|役に立(?:たな|ちません|たん|たへん)|使え(?:ない|ん|へん)|わかりにく|分かりにく|答えになって|参考にならな"
)
_HELPFUL = re.compile(
    r"\b(?:membantu|bermanfaat|berguna|jelas|puas)\b|役に立(?:っ|ちま)|助かりま|助かった|わかりやす|分かりやす|参考になり"
)


def verdict_in(text: str) -> bool | None:
    """True for praise, False for blame in a short normalised text about an answer; None where it says neither, or asks."""
    if len(text) > _LONGEST or "?" in text:
        return None
    if _NOT_HELPFUL.search(text):
        return False
    return True if _HELPFUL.search(text) else None

"""Indonesian numbers, in digits and in words."""

from __future__ import annotations

import re

DIGITS = r"\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
_ONES = {word: value for value, word in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan".split(), start=1)}
_ALONE = {"nol": 0, "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_ONE = "|".join(_ONES)
WORDS = rf"(?:{'|'.join(_ALONE)}|(?:{_ONE})(?:\s+(?:belas|puluh(?:\s+(?:{_ONE}))?|ratus|ribu))?)"
_SCALES = {"ribu": 1e3, "rb": 1e3, "juta": 1e6, "jt": 1e6, "miliar": 1e9, "triliun": 1e12}
SCALE = "|".join(_SCALES)
_ORDINALS = {"pertama": 1, **{f"ke{word}": value for word, value in _ONES.items()}, "kesepuluh": 10}
ORDINALS = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})(?:nya)?\b", re.IGNORECASE)


def value_of(written: str, scale: str | None = None) -> float:
    """The value of digits (1.000,5) or of words (dua puluh lima), times ribu, juta ..."""
    factor = _SCALES[scale.lower()] if scale else 1
    if written[0].isdigit():
        return round(float(written.replace(".", "").replace(",", ".")) * factor, 6)
    return _in_words(written.lower().split()) * factor


def ordinal(written: str) -> int:
    """The number behind pertama, kedua, ketiga ..."""
    return _ORDINALS[written.lower().removesuffix("nya")]


def _in_words(words: list[str]) -> float:
    first = words[0]
    if first in _ALONE:
        return _ALONE[first]
    value = _ONES[first]
    if len(words) == 1:
        return value
    if words[1] == "belas":
        return 10 + value
    tens = {"puluh": 10, "ratus": 100, "ribu": 1000}[words[1]]
    return value * tens + (_ONES[words[2]] if len(words) > 2 else 0)

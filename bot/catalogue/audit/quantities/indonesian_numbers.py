"""Indonesian numbers, in digits and in words."""

from __future__ import annotations

import re

# A comma before three digits is a foreign thousand: nobody states a fraction so finely.
_FOREIGN = r"\d{1,3}(?:,\d{3})+(?!\d)"
DIGITS = rf"\d{{1,3}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?|{_FOREIGN}|\d+(?:,\d+)?"
_ONES = {word: value for value, word in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan".split(), start=1)}
_ALONE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_ONE = "|".join(_ONES)
_BELOW_100 = rf"(?:sepuluh|sebelas|(?:{_ONE})(?:\s+(?:belas|puluh(?:\s+(?:{_ONE}))?))?)"
_BELOW_1000 = rf"(?:(?:seratus|(?:{_ONE})\s+ratus)(?:\s+{_BELOW_100})?|{_BELOW_100})"
_BELOW_MILLION = rf"(?:(?:seribu|{_BELOW_1000}\s+ribu)(?:\s+{_BELOW_1000})?|{_BELOW_1000})"
WORDS = rf"(?:nol|{_BELOW_1000}\s+juta(?:\s+{_BELOW_MILLION})?|{_BELOW_MILLION})"
_TENS = {"puluh": 10, "ratus": 100}
_GROUPS = {"ribu": 1000, "juta": 1000_000}
_SCALES = {"ribu": 1e3, "rb": 1e3, "k": 1e3, "juta": 1e6, "jt": 1e6, "miliar": 1e9, "triliun": 1e12}
SCALE = "|".join(_SCALES)
_ORDINALS = {"pertama": 1, **{f"ke{word}": value for word, value in _ONES.items()}, "kesepuluh": 10}
ORDINALS = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})(?:nya)?\b", re.IGNORECASE)


def value_of(written: str, scale: str | None = None) -> float:
    """The value of digits (1.000,5) or of words (seratus dua puluh lima ribu), times ribu, juta ..."""
    factor = _SCALES[scale.lower()] if scale else 1
    if re.fullmatch(_FOREIGN, written):
        return int(written.replace(",", "")) * factor
    if written[0].isdigit():
        return round(float(written.replace(".", "").replace(",", ".")) * factor, 6)
    return _in_words(written.lower().split()) * factor


def ordinal(written: str) -> int:
    """The number behind pertama, kedua, ketiga ..."""
    return _ORDINALS[written.lower().removesuffix("nya")]


def _in_words(words: list[str]) -> float:
    total, group, digit = 0, 0, 0
    for word in words:
        if word in _ONES:
            digit = _ONES[word]
        elif word in _GROUPS:
            total, group, digit = total + (group + digit) * _GROUPS[word], 0, 0
        elif word in _TENS:
            group, digit = group + digit * _TENS[word], 0
        elif word == "belas":
            group, digit = group + 10 + digit, 0
        else:
            group += _ALONE.get(word, 0)
    return total + group + digit

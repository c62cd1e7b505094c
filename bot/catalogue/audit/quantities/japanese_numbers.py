"""Japanese numbers: digits with 万 and 億, and kanji numerals."""

from __future__ import annotations

import re

_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
KANJI = r"[〇一二三四五六七八九十百千]+"
# Begins with a digit, and may go on with 千, 万, 億: 65万, 1万2千, 3,500.
DIGITS = r"\d{1,3}(?:,\d{3})+(?:[千万億][\d千万]*)?|\d+(?:\.\d+)?(?:[百千万億][\d千万]*)?"
NUMBER = rf"(?:{DIGITS}|{KANJI}(?:[万億](?:{KANJI})?)*)"


def value_of(written: str) -> float:
    """The value of 65万, 1万2千, 3,500, 二十 or 三."""
    total = 0.0
    for scale, factor in (("億", 1e8), ("万", 1e4)):
        head, found, rest = written.partition(scale)
        if found:
            total += (_section(head) if head else 1) * factor
            written = rest
    return round(total + (_section(written) if written else 0), 6)


def _section(written: str) -> float:
    """A number below 万."""
    total, pending = 0.0, ""
    for character in written.replace(",", ""):
        if character in _TENS:
            total += (float(pending) if pending else 1) * _TENS[character]
            pending = ""
        else:
            pending += str(_DIGITS.get(character, character))
    return total + (float(pending) if pending else 0)


def is_digits(written: str) -> bool:
    """Whether it is written in digits, not in kanji alone."""
    return re.match(r"\d", written) is not None

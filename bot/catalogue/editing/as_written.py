"""Where in a text a stretch stands that was found in its normalised form, so that staff read it as its author wrote it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What is said around an amount tells of what it is.
_AROUND = 120
_LONGEST_WORD = 20
# A sign that stands alone and is written into the one before it: the voicing marks of half-width kana, and accents.
_JOINS_BEFORE = re.compile("[\uff9e\uff9f]")


@dataclass(frozen=True)
class InContext:
    """A stretch of a text as it is written there, with what stands around it; "…" where that is cut off."""

    before: str
    written: str
    after: str


def in_context(text: str, found: str) -> InContext:
    """The place of `found`, as written or normalised (NFKC), in the text; the text as `before` alone where it stands nowhere."""
    span = _span(text, unicodedata.normalize("NFKC", found))
    if span is None:
        return InContext(_cut_end(text, 2 * _AROUND), "", "")
    start, end = span
    return InContext(_cut_start(text[:start], _AROUND), text[start:end], _cut_end(text[end:], _AROUND))


def _span(text: str, found: str) -> tuple[int, int] | None:
    normalised, origins = "", []
    for start, end in _clusters(text):
        piece = unicodedata.normalize("NFKC", text[start:end])
        normalised += piece
        origins += [(start, end)] * len(piece)
    # Not within a longer number, of which it is but a part.
    place = re.search(rf"(?<![\d])(?<!\d[.,]){re.escape(found)}(?![.,]?\d)", normalised)
    return (origins[place.start()][0], origins[place.end() - 1][1]) if found and place is not None else None


def _clusters(text: str) -> list[tuple[int, int]]:
    """The signs of a text, each with those that join it."""
    clusters: list[tuple[int, int]] = []
    for number, sign in enumerate(text):
        if clusters and (unicodedata.combining(sign) or _JOINS_BEFORE.match(sign)):
            clusters[-1] = (clusters[-1][0], number + 1)
        else:
            clusters.append((number, number + 1))
    return clusters


def _cut_start(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[-most:]
    # Not in the midst of a word; Japanese has no blanks to cut at.
    word, _blank, rest = kept.partition(" ")
    return f"… {rest if len(word) <= _LONGEST_WORD else kept}"


def _cut_end(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"

"""One plain spelling for the many in which a number can be written, with the way back to the place in the citizen's text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = "\0"
_TO_REMOVE = re.compile(r"\0+|(?<=[ \n])[ \n]+")
# The long vowel sign and the line drawing sign are the keys that a Japanese keyboard offers for a dash.
_DASHES = frozenset("−ー─━⁃﹘﹣")
_DOTS = frozenset("。・·•‧∙⋅●")
_TILDES = frozenset("〜～∼")
_BLANK_LETTERS = frozenset("\u3164\u115f\u1160\u2800\uffa0")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def _fold(character: str) -> str:
    if character in _BREAKS:
        return "\n"
    if character.isspace() or character in _BLANK_LETTERS:
        return " "
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me", "Cc", "Cs", "Co"}:
        return _INVISIBLE
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    normal = unicodedata.normalize("NFKC", character)
    character = normal if len(normal) == 1 else character
    if category == "Pd" or character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if character in _TILDES:
        return "~"
    return "," if character == "、" else character


class _Table(dict[int, str]):
    """Filled as characters are met; there are no more of them than Unicode has."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_TABLE = _Table()


@dataclass(frozen=True)
class Folded:
    """The text with ASCII digits and signs, without invisible characters, with one blank where there were several."""

    text: str
    places: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the text as it was written."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text; nothing but its length says what was removed."""
    flat = text.translate(_TABLE)
    if _TO_REMOVE.search(flat) is None:
        return Folded(flat, None)
    # A blank hidden between invisible characters is found only when those are gone.
    kept = [index for index, character in enumerate(flat) if character != _INVISIBLE]
    places = [
        index
        for before, index in zip([-1, *kept], kept, strict=False)
        if not (flat[index] in " \n" and before >= 0 and flat[before] in " \n")
    ]
    return Folded("".join([flat[index] for index in places]), places)

"""The words of both languages by spaCy: rules for Indonesian, SudachiPy's dictionary for Japanese.

Apart from the tokenizer, because the console looks for words too, and importing Rasa takes ten seconds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import jaconv
import spacy

from bot.nlu.normalise import is_japanese

_HIRAGANA = re.compile(r"[ぁ-ゖー]+")
_KANJI = re.compile(r"[\u3400-\u9fff々]+")
_POLITE = frozenset("おご")


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Any:
    return spacy.blank(language)


class Word(NamedTuple):
    """A word: as it is written, where it begins, the form in which it is compared, and, if Japanese, its reading in hiragana."""

    written: str
    start: int
    compared: str
    reading: str = ""


# Room for every example of a training, which are read twice, and for every phrase of a few agencies: an index that is built anew after an
# edit reads only what is new.
@lru_cache(maxsize=49_152)
def forms(text: str) -> tuple[Word, ...]:
    """The words of a normalised text; Japanese words are compared by their dictionary's normalised form."""
    if not text:
        return ()
    if is_japanese(text):
        return tuple(Word(t.text, t.idx, t.norm_ or t.text, _reading(t)) for t in _pipeline("ja")(text) if not t.is_space)
    return tuple(Word(t.text, t.idx, t.lower_) for t in _pipeline("id")(text) if not t.is_space)


def _reading(token: Any) -> str:
    return _in_hiragana("".join(token.morph.get("Reading")))


# A few thousand words make up nearly all that is written.
@lru_cache(maxsize=8192)
def _in_hiragana(katakana: str) -> str:
    return str(jaconv.kata2hira(katakana))


def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a Japanese text as (form as written, part of speech as the dictionary calls it)."""
    return tuple((token.text, token.tag_) for token in _pipeline("ja")(text) if not token.is_space)


def readings(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a normalised Japanese text as (form as written, reading in hiragana); those without a reading are left out."""
    return tuple((word.written, word.reading) for word in forms(text) if _HIRAGANA.fullmatch(word.reading) and is_japanese(word.written))


def compounds(text: str) -> tuple[tuple[str, str], ...]:
    """Each two neighbouring words of a normalised Japanese text that make one word, as written and with the reading in hiragana.

    They are written in kanji but for a polite お or ご: 「区役所」, which the dictionary takes apart, and 「お金」.
    """
    return tuple(
        (one.written + other.written, one.reading + other.reading)
        for one, other in pairwise(forms(text))
        if one.start + len(one.written) == other.start
        and (one.written in _POLITE or _KANJI.fullmatch(one.written))
        and _KANJI.fullmatch(other.written)
        and _HIRAGANA.fullmatch(one.reading)
        and _HIRAGANA.fullmatch(other.reading)
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a normalised text in the form in which they are compared."""
    return tuple(word.compared for word in forms(text))

"""The words of both languages by spaCy: rules for Indonesian, SudachiPy's dictionary for Japanese.

Apart from the tokenizer, because the console looks for words too, and importing Rasa takes ten seconds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import jaconv
import spacy

from bot.nlu.normalise import is_japanese

_HIRAGANA = re.compile(r"[ぁ-ゖー]+")


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Any:
    return spacy.blank(language)


# Room for every phrase of a few agencies: an index that is built anew after an edit reads only what is new.
@lru_cache(maxsize=32_768)
def forms(text: str) -> tuple[tuple[str, int, str], ...]:
    """Each word as (form as written, start, form to compare): Japanese words by their dictionary's normalised form."""
    if not text:
        return ()
    if is_japanese(text):
        return tuple((t.text, t.idx, t.norm_ or t.text) for t in _pipeline("ja")(text) if not t.is_space)
    return tuple((t.text, t.idx, t.lower_) for t in _pipeline("id")(text) if not t.is_space)


def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a Japanese text as (form as written, part of speech as the dictionary calls it)."""
    return tuple((token.text, token.tag_) for token in _pipeline("ja")(text) if not token.is_space)


def readings(text: str) -> tuple[tuple[str, str], ...]:
    """Each word of a normalised Japanese text as (form as written, reading in hiragana); those without a reading are left out."""
    found = ((token.text, jaconv.kata2hira("".join(token.morph.get("Reading")))) for token in _pipeline("ja")(text))
    return tuple((written, reading) for written, reading in found if _HIRAGANA.fullmatch(reading) and is_japanese(written))


def words(text: str) -> tuple[str, ...]:
    """The words of a normalised text in the form in which they are compared."""
    return tuple(norm for _, _, norm in forms(text))

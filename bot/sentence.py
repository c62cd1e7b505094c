"""A sentence that reads in English wherever it is a string, and can be said in the reader's language on a page.

Imports are told on the command line, where English is wanted, and in the console. Both get the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


class Sentence(str):
    """The English sentence; `pattern` is its msgid, `parameters` fill it. A parameter may be a sentence itself."""

    pattern: str
    parameters: Mapping[str, Any]

    def __new__(cls, pattern: str, **parameters: Any) -> Sentence:
        """Fill the pattern; every percent sign that is none of a blank must be doubled."""
        made = super().__new__(cls, pattern % parameters if parameters else pattern)
        made.pattern, made.parameters = pattern, parameters
        return made


def translated(sentence: str) -> str:
    """The sentence in the reader's language; a plain string as it stands."""
    if not isinstance(sentence, Sentence):
        return sentence
    pattern = gettext(sentence.pattern)
    if not sentence.parameters:
        return pattern
    return pattern % {name: translated(value) if isinstance(value, str) else value for name, value in sentence.parameters.items()}


def sentence_of(error: ValueError) -> str:
    """The sentence with which an error was raised; `str(error)` would be the English one alone."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)

"""Tokens of both languages by spaCy: rules for Indonesian, SudachiPy's dictionary for Japanese."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normalise import is_japanese, normalise


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Any:
    return spacy.blank(language)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[tuple[str, int, str], ...]:
    """Each word as (form as written, start, form to compare): Japanese words by their dictionary's normalised form."""
    if not text:
        return ()
    if is_japanese(text):
        return tuple((t.text, t.idx, t.norm_ or t.text) for t in _pipeline("ja")(text) if not t.is_space)
    return tuple((t.text, t.idx, t.lower_) for t in _pipeline("id")(text) if not t.is_space)


def words(text: str) -> tuple[str, ...]:
    """The words of a normalised text in the form in which they are compared."""
    return tuple(norm for _, _, norm in _words(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Tokenizes Indonesian and Japanese, mixed messages included."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Any language may be named in config.yml; the text itself decides."""
        return None

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["spacy", "sudachipy", "sudachidict_core"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's defaults (Rasa reads the first three)."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of the normalised text; their positions count in that text."""
        text = normalise(str(message.get(attribute) or ""))
        tokens = [Token(form, start, data={"norm": norm}) for form, start, norm in _words(text)]
        return tokens or [Token("", 0)]

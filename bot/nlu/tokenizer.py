"""Rasa component: the words of both languages as tokens."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normalise import normalise
from bot.nlu.words import forms, words

__all__ = ["BilingualTokenizer", "words"]


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
        tokens = [Token(word.written, word.start, data={"norm": word.compared}) for word in forms(text)]
        return tokens or [Token("", 0)]

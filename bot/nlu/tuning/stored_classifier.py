"""The intent and facet models of a trained model file, read without loading Rasa."""

from __future__ import annotations

import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.nlu.cleaning.cleaner import Cleaner
from bot.nlu.cleaning.vocabulary import Vocabulary
from bot.nlu.embedding import Vector
from bot.nlu.facet_model import FacetModel
from bot.nlu.linear_model import LinearTextClassifier
from bot.nlu.message_cleaner import VOCABULARY_FILE
from bot.nlu.tokenizer import words

COMPONENT = "LinearIntentClassifier"
CLEANER = "MessageCleaner"


class Classified(NamedTuple):
    """What the models say about one message: every intent's probability, and every facet's by itself; `text` is its cleaned form."""

    intents: dict[str, float]
    facets: dict[str, float]
    text: str


@dataclass(frozen=True)
class StoredClassifier:
    """Both models of one archive."""

    intents: LinearTextClassifier
    facets: FacetModel
    cleaner: Cleaner

    @classmethod
    def read(cls, archive: Path) -> StoredClassifier:
        """Read a model file.

        Raises:
            ValueError: the file holds no trained `LinearIntentClassifier`.
        """
        with tempfile.TemporaryDirectory() as folder_name, tarfile.open(archive) as file:
            members = [member for member in file if member.isfile() and any(name in member.name for name in (COMPONENT, CLEANER))]
            file.extractall(folder_name, members, filter="data")
            folder = next((path.parent for path in Path(folder_name).rglob("intent") if path.is_dir()), None)
            if folder is None:
                raise ValueError(f"{archive.name} holds no trained {COMPONENT}.")
            vocabulary = next((Vocabulary.load(path) for path in Path(folder_name).rglob(VOCABULARY_FILE)), Vocabulary({}, {}))
            return cls(LinearTextClassifier.load(folder / "intent"), FacetModel.load(folder / "facets"), Cleaner(vocabulary))

    def classify(self, text: str, features: Vector) -> Classified:
        """Classify a cleaned text; `features` are the encoder's of it. An empty text has neither intent nor facet, as in the pipeline."""
        if not text:
            return Classified({}, {}, text)
        row = self.intents.blocks.row(text, words(text), features[None, :])
        probabilities = self.intents.probabilities_of(row, features[None, :])[0]
        return Classified(
            dict(zip(self.intents.labels, (float(p) for p in probabilities), strict=True)),
            self.facets.probabilities(row),
            text,
        )

"""What citizens write who describe their matter and do not name it ("dompet hilang, isinya ktp", 「先週大阪から越してきました」).

The messages stand in the training data (`service` in the metadata of an example or of a block of them). They tell of the services that
they belong to only where a conversation begins: within one, most of what is described belongs to the service that is spoken of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML

from bot.environment import environment
from bot.nlu.embedding import embed_all
from bot.nlu.knowledge.by_owner import best, mean_of_top
from bot.nlu.normalise import normalise

FEATURES = ("described_nearest", "described_top3", "learnt")
# A fit by least squares (Hoerl and Kennard 1970) to ones and noughts: what its values are times this is a softmax's margin.
_RIDGE, _SHARPNESS = 1.0, 10.0
# Less likely than this, a service is no less likely for the ranker; the range is brought to 0 to 2, as wide as that of a cosine.
_LEAST, _SCALE = -10.0, 5.0
Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


class Described:
    """The services as far as they can be told by descriptions: by the nearest of them, and by a linear model of all and of the names."""

    def __init__(self, services: list[str], names: Matrix, owner: Numbers, progress: Callable[[int, int], None] | None = None) -> None:
        """`names` are the embeddings of the services' names and examples, `owner` the position in `services` of each one's service."""
        self.number = len(services)
        messages = _messages()
        texts = [(place, text) for place, key in enumerate(services) for text in messages.get(key, ())]
        self._vectors = embed_all([text for _, text in texts], progress) if texts else np.zeros((0, names.shape[1]), np.float32)
        self._owner = np.array([place for place, _ in texts], np.int64)
        self._learn(np.concatenate([self._vectors, names]), np.concatenate([self._owner, owner]))

    def _learn(self, vectors: Matrix, owner: Numbers) -> None:
        self._mean = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], np.float32)
        rows = self._rows(vectors)
        number = np.bincount(owner, minlength=self.number)
        # A service with few phrases counts more than its share, or the others would have all the weight.
        weight = np.sqrt(number.mean() / np.maximum(number, 1))[owner] if len(owner) else np.zeros(0)
        weighted = (rows * weight[:, None]).astype(np.float32)
        target = np.zeros((len(owner), self.number), np.float32)
        target[np.arange(len(owner)), owner] = 1
        square = (weighted.T @ rows).astype(np.float64) + _RIDGE * np.eye(rows.shape[1])
        self._weights: Matrix = np.linalg.solve(square, weighted.T @ target).astype(np.float32)

    def _rows(self, vectors: Matrix) -> Matrix:
        centred = vectors - self._mean
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        return np.hstack([centred, np.ones((len(centred), 1), np.float32)])

    def features(self, vector: Matrix) -> Matrix:
        """What speaks for each service, (services, `FEATURES`), by the embedding of a message."""
        found = np.zeros((self.number, len(FEATURES)), np.float32)
        if not self.number:
            return found
        cosines = np.maximum((self._vectors @ vector - 0.8) * 5, 0)  # spread out as in `features`
        found[:, 0] = best(cosines, self._owner, self.number)
        found[:, 1] = mean_of_top(cosines, self._owner, self.number, 3)
        margins = _SHARPNESS * (self._rows(vector[None, :]) @ self._weights)[0]
        likely = margins - np.logaddexp.reduce(margins)
        found[:, 2] = (np.maximum(likely, _LEAST) - _LEAST) / _SCALE
        return found


def _messages() -> Mapping[str, tuple[str, ...]]:
    """By service the normalised messages that describe it."""
    folder = environment().training_data / "nlu"
    return _read(tuple((path, path.stat().st_mtime) for path in sorted(folder.rglob("situations*.yml"))))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, float], ...]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for path, _ in files:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for block in document["nlu"]:
            for service, text in _examples(block):
                found[service][normalise(text)] = None
    return {service: tuple(texts) for service, texts in found.items()}


def _examples(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The examples of a block of Rasa's training data whose service is known, in both of its forms."""
    if isinstance(block["examples"], str):
        if service := (block.get("metadata") or {}).get("service"):
            yield from ((service, line.strip().removeprefix("- ")) for line in block["examples"].splitlines() if line.strip())
        return
    for example in block["examples"]:
        if service := (example.get("metadata") or {}).get("service"):
            yield service, example["text"].strip()

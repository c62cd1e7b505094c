"""A vote of the labelled examples whose sentence embeddings are nearest to a message's.

It sees what a linear model cannot: that a message is nearly the same as one single example.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class Neighbours:
    """The examples' embeddings, centred and brought to unit length, with the number of each one's label."""

    def __init__(self, number: int, temperature: float) -> None:
        self.number, self.temperature = number, temperature
        self._mean: Matrix = np.zeros(0, np.float32)
        self._vectors: Matrix = np.zeros((0, 0), np.float32)
        self._label: npt.NDArray[np.int64] = np.zeros(0, np.int64)

    def fit(self, embeddings: Matrix, label: Sequence[int] | npt.NDArray[np.int64]) -> Neighbours:
        """Remember the examples."""
        self._mean = embeddings.mean(axis=0).astype(np.float32)
        self._vectors = self._unit(embeddings)
        self._label = np.asarray(label, np.int64)
        return self

    def _unit(self, embeddings: Matrix) -> Matrix:
        centred = embeddings - self._mean
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)

    def votes(self, embeddings: Matrix, labels: int) -> Matrix:
        """The share of each label among the nearest examples, (texts, labels), each row summing to 1; the nearer, the heavier."""
        cosines = self._unit(embeddings) @ self._vectors.T
        kept = min(self.number, cosines.shape[1])
        nearest = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        found = np.take_along_axis(cosines, nearest, axis=1)
        weight = np.exp((found - found.max(axis=1, keepdims=True)) / self.temperature)
        votes = np.zeros((len(embeddings), labels), np.float32)
        for row in range(len(embeddings)):
            np.add.at(votes[row], self._label[nearest[row]], weight[row])
        return np.asarray(votes / votes.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the examples' embeddings; half precision moves a cosine by less than 0.001."""
        np.savez(path, mean=self._mean, vectors=self._vectors.astype(np.float16), label=self._label.astype(np.int32))

    def load(self, path: Path) -> Neighbours:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            self._mean, self._vectors = arrays["mean"], arrays["vectors"].astype(np.float32)
            self._label = arrays["label"].astype(np.int64)
        return self

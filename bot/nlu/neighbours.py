"""A vote of the labelled examples whose sentence embeddings are nearest to a message's.

It sees what a linear model cannot: that a message is nearly the same as one single example. Comparing a message with twenty thousand
examples takes as long as it takes to read them from memory, so the nearest are looked for in a quarter of the dimensions, those in which
the examples differ most, and the order among the few found there is that of the whole vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
# Of the 20 nearest of 20,000 examples, less than one in a hundred is not among the shortlist, and that one is among the last.
SHORT_DIMENSIONS = 96
SHORTLIST = 600


class Neighbours:
    """The examples' embeddings, centred and brought to unit length, with the number of each one's label."""

    def __init__(self, number: int, temperature: float) -> None:
        self.number, self.temperature = number, temperature
        self._mean: Matrix = np.zeros(0, np.float32)
        self._vectors: Matrix = np.zeros((0, 0), np.float32)
        self._label: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._axes: Matrix = np.zeros((0, 0), np.float32)
        self._short: Matrix = np.zeros((0, 0), np.float32)

    def fit(self, embeddings: Matrix, label: Sequence[int] | npt.NDArray[np.int64]) -> Neighbours:
        """Remember the examples."""
        self._mean = embeddings.mean(axis=0).astype(np.float32)
        self._vectors = self._unit(embeddings)
        self._label = np.asarray(label, np.int64)
        # In ascending order of how much the examples differ along them.
        _, axes = np.linalg.eigh(self._vectors.T @ self._vectors)
        self._axes = np.ascontiguousarray(axes[:, -SHORT_DIMENSIONS:], dtype=np.float32)
        self._short = self._vectors @ self._axes
        return self

    def _unit(self, embeddings: Matrix) -> Matrix:
        centred = embeddings - self._mean
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)

    def votes(self, embeddings: Matrix, labels: int) -> Matrix:
        """The share of each label among the nearest examples, (texts, labels), each row summing to 1; the nearer, the heavier."""
        votes = np.zeros((len(embeddings), labels), np.float32)
        for row, vector in enumerate(self._unit(embeddings)):
            nearest, cosines = self._nearest(vector)
            np.add.at(votes[row], self._label[nearest], np.exp((cosines - cosines.max()) / self.temperature))
        return np.asarray(votes / votes.sum(axis=1, keepdims=True), dtype=np.float32)

    def _nearest(self, vector: Matrix) -> tuple[npt.NDArray[np.int64], Matrix]:
        """The positions of the nearest examples, in no order, and their cosines."""
        listed = _largest(self._short @ (vector @ self._axes), SHORTLIST)
        cosines = self._vectors[listed] @ vector
        kept = _largest(cosines, self.number)
        return listed[kept], cosines[kept]

    def save(self, path: Path) -> None:
        """Write the examples' embeddings; half precision moves a cosine by less than 0.001."""
        np.savez(path, mean=self._mean, vectors=self._vectors.astype(np.float16), label=self._label.astype(np.int32), axes=self._axes)

    def load(self, path: Path) -> Neighbours:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            self._mean, self._vectors = arrays["mean"], arrays["vectors"].astype(np.float32)
            self._label, self._axes = arrays["label"].astype(np.int64), arrays["axes"]
        self._short = self._vectors @ self._axes
        return self


def _largest(values: Matrix, number: int) -> npt.NDArray[np.int64]:
    kept = min(number, len(values))
    return np.argpartition(values, len(values) - kept)[len(values) - kept :]

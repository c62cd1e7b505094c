"""Measures how large the encoder's activations become, on sentences like those it will be asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from bot.environment import environment
from bot.nlu.encoder.encoder import Encoder
from bot.nlu.encoder.graph import watched
from bot.nlu.encoder.model_file import Matrix, ModelFile, packaged
from bot.nlu.encoder.ranges import OUTLIERS, Ranges


def measure(texts: Sequence[str], progress: Callable[[float, str], None]) -> Ranges:
    """The ranges that normalised texts reach, computed in floats; some hundred texts tell them.

    Raises:
        ModelFileProblem: the model file is missing or not what is expected.
    """
    encoder = Encoder(packaged(), environment().embedding_threads, exact=True)
    largest: dict[str, Matrix] = {}
    for number, text in enumerate(texts):
        for name, found in encoder.largest(text).items():
            largest[name] = np.maximum(largest.get(name, found), found)
        progress((number + 1) / len(texts), f"{number + 1} of {len(texts)}")
    layers = [watched(layer) for layer in range(ModelFile(packaged()).sizes.layers)]

    def of(place: str) -> Matrix:
        return np.array([largest[getattr(names, place)] for names in layers])

    outliers = np.argsort(-of("outer"), axis=1, kind="stable")[:, :OUTLIERS]
    return Ranges(attention=of("attention"), attended=of("attended"), inner=of("inner"), outliers=outliers)

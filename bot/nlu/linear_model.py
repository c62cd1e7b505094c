"""A linear text classifier over word n-grams, character n-grams and the encoder's features of a sentence.

One linear SVM per class (one against the rest) on three blocks side by side, each text's block scaled to unit length and weighted:
sublinear TF-IDF of words, of characters, and the main components of the standardised features. Probabilities are a softmax over the SVM's
margins whose temperature is fitted on the margins of a held-out part, so that a stated 90 % is right nine times in ten. A vote of the
nearest examples (`bot.nlu.neighbours`) has a small share in them.

Nothing is pickled: the model is a set of arrays and JSON, so loading a model file runs no code from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from bot.nlu.embedding import DIMENSIONS
from bot.nlu.neighbours import Neighbours
from bot.nlu.single_row import SingleRow, sparse_row, times

Matrix = npt.NDArray[np.float32]
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class LinearParameters:
    """What can be tuned. Weights scale the blocks against each other; `cost` is the SVM's C; `neighbours` examples have a share of
    `neighbour_share` in the probabilities; of the encoder's features `components` are kept. The values are those that did best on MASSIVE's
    development part: docs/understanding.md.

    An n-gram that stands in fewer than `least_examples` examples tells nothing of any other and is left out, which leaves a quarter of
    them; with fewer than `many` examples all are kept. `tolerance` ends the solver where the margins still move by two thousandths."""

    word_ngrams: int = 2
    shortest_character_ngram: int = 1
    longest_character_ngram: int = 5
    word_weight: float = 0.9
    character_weight: float = 1.0
    embedding_weight: float = 1.5
    components: int = 128
    cost: float = 0.25
    neighbours: int = 20
    neighbour_temperature: float = 0.04
    neighbour_share: float = 0.16
    least_examples: int = 2
    many: int = 1000
    tolerance: float = 0.1
    folds: int = 4
    seed: int = 7


class Blocks:
    """Turns (text, words, features) into one sparse row."""

    def __init__(self, parameters: LinearParameters) -> None:
        self.parameters = parameters
        self._words = TfidfVectorizer(analyzer=_word_ngrams(parameters.word_ngrams), sublinear_tf=True, dtype=np.float32)
        self._characters = TfidfVectorizer(
            analyzer="char",
            ngram_range=(parameters.shortest_character_ngram, parameters.longest_character_ngram),
            lowercase=False,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._mean: Matrix = np.zeros(0, np.float32)
        self._deviation: Matrix = np.ones(0, np.float32)
        self._axes: Matrix = np.zeros((0, 0), np.float32)
        self._single: tuple[SingleRow, SingleRow] | None = None

    def fit_transform(self, texts: Sequence[str], words: Sequence[Sequence[str]], features: Matrix) -> sparse.csr_matrix:
        """Learn vocabularies, document frequencies, the features' scale and main components; one row a text."""
        self._single = None
        for vectorizer in (self._words, self._characters):
            vectorizer.min_df = self.parameters.least_examples if len(texts) >= self.parameters.many else 1
        self._mean = features.mean(axis=0)
        self._deviation = features.std(axis=0) + 1e-6
        standard = (features - self._mean) / self._deviation
        # In ascending order of how much the texts differ along them.
        _, axes = np.linalg.eigh(standard.T @ standard)
        # Half precision as `save` writes it, so that a stored model has the very same components.
        self._axes = np.ascontiguousarray(axes[:, ::-1][:, : self.parameters.components], np.float16).astype(np.float32)
        return self._joined(self._words.fit_transform(words), self._characters.fit_transform(_padded(texts)), features)

    def transform(self, texts: Sequence[str], words: Sequence[Sequence[str]], features: Matrix) -> sparse.csr_matrix:
        """One row a text."""
        return self._joined(self._words.transform(words), self._characters.transform(_padded(texts)), features)

    def _joined(self, by_word: sparse.csr_matrix, by_character: sparse.csr_matrix, features: Matrix) -> sparse.csr_matrix:
        p = self.parameters
        dense = sparse.csr_matrix(self._dense(features) * p.embedding_weight)
        return sparse.hstack([by_word * p.word_weight, by_character * p.character_weight, dense], format="csr")

    def row(self, text: str, words: Sequence[str], features: Matrix) -> sparse.csr_matrix:
        """The row that `transform` makes of one text, in a fraction of its time; `features` is (1, columns)."""
        if self._single is None:
            self._single = SingleRow(self._words), SingleRow(self._characters)
        p = self.parameters
        dense = self._dense(features)[0] * p.embedding_weight
        by_word, by_character = self._single[0](words), self._single[1](f" {text} ")
        present = np.flatnonzero(dense).astype(np.int32)
        return sparse_row(
            np.concatenate([by_word.data * p.word_weight, by_character.data * p.character_weight, dense[present]]),
            np.concatenate([by_word.indices, by_character.indices + by_word.shape[1], present + by_word.shape[1] + by_character.shape[1]]),
            by_word.shape[1] + by_character.shape[1] + len(dense),
        )

    def _dense(self, features: Matrix) -> Matrix:
        return np.asarray(normalize((features - self._mean) / self._deviation @ self._axes), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write arrays and vocabularies into a folder."""
        vocabularies = {
            name: sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            for name, vectorizer in (("words", self._words), ("characters", self._characters))
        }
        (folder / "vocabularies.json").write_text(json.dumps(vocabularies, ensure_ascii=False), encoding="utf-8")
        of_features: dict[str, npt.NDArray[Any]] = {"mean": self._mean, "deviation": self._deviation, "axes": self._axes.astype(np.float16)}
        np.savez(folder / "blocks.npz", words=self._words.idf_, characters=self._characters.idf_, **of_features)

    @classmethod
    def load(cls, folder: Path, parameters: LinearParameters) -> Blocks:
        """Read what `save` wrote."""
        blocks = cls(parameters)
        vocabularies = json.loads((folder / "vocabularies.json").read_text(encoding="utf-8"))
        with np.load(folder / "blocks.npz", allow_pickle=False) as arrays:
            for name, vectorizer in (("words", blocks._words), ("characters", blocks._characters)):
                vectorizer.vocabulary_ = {term: index for index, term in enumerate(vocabularies[name])}
                vectorizer.idf_ = arrays[name]
            blocks._mean, blocks._deviation, blocks._axes = arrays["mean"], arrays["deviation"], arrays["axes"].astype(np.float32)
        return blocks


def _padded(texts: Sequence[str]) -> list[str]:
    return [f" {text} " for text in texts]


def _word_ngrams(longest: int) -> Any:
    def analyse(words: Sequence[str]) -> list[str]:
        found = list(words)
        for size in range(2, longest + 1):
            found += ["\x1f".join(words[i : i + size]) for i in range(len(words) - size + 1)]
        return found

    return analyse


def on_all_cores(work: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
    """The results in the order of the items; the solver gives up Python's lock, so a thread a core is enough."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        return list(threads.map(work, items))


def linear_svm(parameters: LinearParameters) -> LinearSVC:
    """The solver, not fitted yet."""
    return LinearSVC(C=parameters.cost, random_state=parameters.seed, dual=True, max_iter=3000, tol=parameters.tolerance)


def for_the_solver(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows in double precision and in order, as the solver wants them; it would bring them to it anew for every fit."""
    rows = rows.astype(np.float64)
    rows.sort_indices()
    return rows


class LinearTextClassifier:
    """Classifies texts into one of several labels with a calibrated probability for each."""

    def __init__(self, parameters: LinearParameters | None = None) -> None:
        self.parameters = parameters or LinearParameters()
        self.labels: list[str] = []
        self.blocks = Blocks(self.parameters)
        self._weights: Matrix = np.zeros((0, 0), np.float32)
        self._bias: Matrix = np.zeros(0, np.float32)
        self._neighbours = Neighbours(self.parameters.neighbours, self.parameters.neighbour_temperature)
        self.sharpness = 1.0

    def fit(self, texts: Sequence[str], words: Sequence[Sequence[str]], features: Matrix, labels: Sequence[str]) -> sparse.csr_matrix:
        """Train on parallel sequences; a label needs at least one example. The texts' rows come back, for whoever trains on them too.

        `features` has a row a text, with the embedding in its first columns (`bot.nlu.embedding.features_all`).
        """
        self.labels = sorted(set(labels))
        index = {label: i for i, label in enumerate(self.labels)}
        target = np.array([index[label] for label in labels])
        rows = for_the_solver(self.blocks.fit_transform(texts, words, features))
        # The solver uses one core, so what is held out costs no time where there are two.
        with ThreadPoolExecutor(max_workers=2) as threads:
            sharpness = threads.submit(self._found_sharpness, rows, target)
            weights = threads.submit(self._train, rows, target)
            self.sharpness, (self._weights, self._bias) = sharpness.result(), weights.result()
        self._neighbours.fit(features[:, :DIMENSIONS], target)
        return rows

    def _train(self, rows: sparse.csr_matrix, target: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix]:
        if len(self.labels) < 2:
            return np.zeros((rows.shape[1], len(self.labels)), np.float32), np.ones(len(self.labels), np.float32)
        model = linear_svm(self.parameters).fit(rows, target)
        weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
        if len(model.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        if len(model.classes_) < len(self.labels):  # a fold may lack a rare label
            full = np.zeros((len(self.labels), weights.shape[1]), np.float32)
            full_bias = np.full(len(self.labels), -2.0, np.float32)
            full[model.classes_], full_bias[model.classes_] = weights, bias
            weights, bias = full, full_bias
        return np.ascontiguousarray(weights.T), bias

    def _found_sharpness(self, rows: sparse.csr_matrix, target: npt.NDArray[np.int64]) -> float:
        """The factor on the margins that makes held-out probabilities most likely (temperature scaling, Guo et al. 2017).

        One part in `folds` is held out. To fit one number it is as good as every part in its turn, in a third of the time.
        """
        if len(self.labels) < 2 or len(target) < 4 * self.parameters.folds:
            return 1.0
        smallest = int(np.bincount(target).min())
        folds = StratifiedKFold(max(2, min(self.parameters.folds, max(smallest, 2))), shuffle=True, random_state=self.parameters.seed)
        train, held_out = next(iter(folds.split(rows, target)))
        weights, bias = self._train(rows[train], target[train])
        margins, right = np.asarray(rows[held_out] @ weights + bias, np.float32), target[held_out]

        def surprise(log_sharpness: float) -> float:
            scaled = margins * np.exp(log_sharpness)
            scaled -= scaled.max(axis=1, keepdims=True)
            return float(-(scaled[np.arange(len(right)), right] - np.log(np.exp(scaled).sum(axis=1))).mean())

        return float(np.exp(minimize_scalar(surprise, bounds=(-2.0, 4.0), method="bounded").x))

    def probabilities(self, texts: Sequence[str], words: Sequence[Sequence[str]], features: Matrix) -> Matrix:
        """Probabilities, (texts, labels), in the order of `labels`; each row sums to 1."""
        if len(texts) == 1:
            return self.probabilities_of(self.blocks.row(texts[0], words[0], features), features)
        return self._calibrated(self.blocks.transform(texts, words, features) @ self._weights, features)

    def probabilities_of(self, row: sparse.csr_matrix, features: Matrix) -> Matrix:
        """The same for one text whose row `blocks` made, (1, labels)."""
        return self._calibrated(times(row, self._weights), features)

    def _calibrated(self, products: npt.NDArray[Any], features: Matrix) -> Matrix:
        scaled = np.asarray(products + self._bias, dtype=np.float32) * self.sharpness
        scaled -= scaled.max(axis=1, keepdims=True)
        exponents = np.exp(scaled)
        own = exponents / exponents.sum(axis=1, keepdims=True)
        share = self.parameters.neighbour_share
        return np.asarray((1 - share) * own + share * self._neighbours.votes(features[:, :DIMENSIONS], len(self.labels)), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.blocks.save(folder)
        # Half precision keeps the file small; the margins move by less than 0.001.
        np.savez(folder / "weights.npz", weights=self._weights.astype(np.float16), bias=self._bias)
        self._neighbours.save(folder / "neighbours.npz")
        meta = {"labels": self.labels, "sharpness": self.sharpness, "parameters": asdict(self.parameters)}
        (folder / "classifier.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearTextClassifier:
        """Read what `save` wrote."""
        meta = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        model = cls(LinearParameters(**meta["parameters"]))
        model.labels, model.sharpness = meta["labels"], meta["sharpness"]
        model.blocks = Blocks.load(folder, model.parameters)
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            model._weights, model._bias = arrays["weights"].astype(np.float32), arrays["bias"]
        model._neighbours.load(folder / "neighbours.npz")
        return model

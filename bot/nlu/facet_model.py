"""Decides for each facet by itself whether a message asks for it, so that a message can ask for several."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from bot.nlu.linear_model import LinearParameters, for_the_solver, linear_svm, on_all_cores
from bot.nlu.normalise import is_japanese
from bot.nlu.single_row import times

_JOINTS = {
    "id": (" dan ", ", ", " sama ", " terus ", " serta ", " + ", "? ", " & "),
    "ja": ("、", "と", "。", "？", "、あと", "。それと", "、それから"),
}


def joined_pairs(texts: Sequence[str], labels: Sequence[str], prefix: str, number: int, rng: random.Random) -> list[tuple[str, set[str]]]:
    """Made-up messages that ask for two facets: two examples of the same language joined as people join them."""
    short = {
        language: [
            (t, label)
            for t, label in zip(texts, labels, strict=True)
            if label.startswith(prefix) and len(t) <= 60 and is_japanese(t) == (language == "ja")
        ]
        for language in _JOINTS
    }
    found: list[tuple[str, set[str]]] = []
    languages = [language for language, examples in short.items() if len({label for _, label in examples}) > 1]
    if not languages:
        return []
    while len(found) < number:
        language = rng.choice(languages)
        (one, first), (two, second) = rng.sample(short[language], 2)
        if first != second:
            found.append((one.rstrip("?？。. ") + rng.choice(_JOINTS[language]) + two, {first, second}))
    return found


class FacetModel:
    """One linear SVM per facet with one calibrated sigmoid over all margins (Platt scaling on a held-out third).

    It works on the rows that the intent model's `Blocks` make, so that a message's row is made once for both.
    """

    def __init__(self, parameters: LinearParameters) -> None:
        self.parameters = parameters
        self.labels: list[str] = []
        self._weights: npt.NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._bias: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self._slope, self._offset = 1.0, 0.0

    def fit(self, rows: sparse.csr_matrix, asked: Sequence[Collection[str]], labels: Sequence[str]) -> FacetModel:
        """Train; `asked` holds for each row the labels that its text asks for (other labels are ignored)."""
        self.labels = list(labels)
        rows = for_the_solver(rows)
        target = np.array([[label in wanted for label in self.labels] for wanted in asked])
        train, test = next(iter(KFold(3, shuffle=True, random_state=self.parameters.seed).split(target)))
        weights, bias = self._train(rows[train], target[train])
        held_out, right = np.asarray(rows[test] @ weights + bias, np.float32), target[test]

        def surprise(point: npt.NDArray[np.float64]) -> float:
            z = point[0] * held_out + point[1]
            return float(np.mean(np.logaddexp(0, z) - right * z))

        self._slope, self._offset = (float(x) for x in minimize(surprise, np.array([2.0, 0.0]), method="Nelder-Mead").x)
        self._weights, self._bias = self._train(rows, target)
        return self

    def _train(self, rows: sparse.csr_matrix, target: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        def fit(column: int) -> LinearSVC:
            return linear_svm(self.parameters).fit(rows, target[:, column])

        models = on_all_cores(fit, range(target.shape[1]))
        weights = np.array([model.coef_[0] for model in models], np.float32)
        return np.ascontiguousarray(weights.T), np.array([model.intercept_[0] for model in models], np.float32)

    def probabilities(self, row: sparse.csr_matrix) -> dict[str, float]:
        """The probability of each facet by itself; they need not sum to 1."""
        margins = np.asarray(times(row, self._weights) + self._bias)[0]
        values = 1 / (1 + np.exp(-(self._slope * margins + self._offset)))
        return {label: float(value) for label, value in zip(self.labels, values, strict=True)}

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / "weights.npz", weights=self._weights.astype(np.float16), bias=self._bias)
        meta = {"labels": self.labels, "slope": self._slope, "offset": self._offset, "parameters": asdict(self.parameters)}
        (folder / "facets.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FacetModel:
        """Read what `save` wrote."""
        meta = json.loads((folder / "facets.json").read_text(encoding="utf-8"))
        model = cls(LinearParameters(**meta["parameters"]))
        model.labels, model._slope, model._offset = meta["labels"], meta["slope"], meta["offset"]
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            model._weights, model._bias = arrays["weights"].astype(np.float32), arrays["bias"]
        return model

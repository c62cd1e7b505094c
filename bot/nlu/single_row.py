"""One text through a fitted TfidfVectorizer: the very numbers of its `transform`, without the checks that cost ten times as much."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.sparsefuncs_fast import inplace_csr_row_normalize_l2


class SingleRow:
    """The row of one document. Made once for a vectorizer that is not fitted again, with sublinear counts and unit length."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._analyse = vectorizer.build_analyzer()
        self._column_of: dict[str, int] = vectorizer.vocabulary_
        self._idf: npt.NDArray[Any] = vectorizer.idf_
        self._dtype = vectorizer.dtype
        self.width = len(self._column_of)

    def __call__(self, document: Any) -> sparse.csr_matrix:
        """The row of weights. Its columns descend, as those of `transform` do: sums over them then round in the same way."""
        counts: dict[int, int] = {}
        column_of = self._column_of.get
        for feature in self._analyse(document):
            column = column_of(feature)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, np.int32, len(counts))
        order = np.argsort(columns)[::-1]
        columns = columns[order]
        values = np.log(np.fromiter(counts.values(), np.float64, len(counts))[order].astype(self._dtype))
        values += 1
        row = sparse_row(values * self._idf[columns], columns, self.width)
        inplace_csr_row_normalize_l2(row)
        return row


def sparse_row(values: npt.NDArray[Any], columns: npt.NDArray[np.int32], width: int) -> sparse.csr_matrix:
    """A matrix of one row."""
    return sparse.csr_matrix((values, columns, np.array([0, len(columns)], np.int32)), shape=(1, width))


def times(row: sparse.csr_matrix, weights: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
    """`row @ weights` by the same steps, touching only the weights of the row's columns."""
    # scipy would first bring all weights, and there are millions, to the row's precision.
    touched = weights[row.indices].astype(row.dtype, copy=False)
    number = len(row.indices)
    result: npt.NDArray[Any] = sparse_row(row.data, np.arange(number, dtype=np.int32), number) @ touched
    return result

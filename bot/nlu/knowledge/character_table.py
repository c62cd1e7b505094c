"""The character sequences of many texts, weighted as scikit-learn's TfidfVectorizer weighs them; an edit costs only the texts that are new.

TfidfVectorizer begins anew for each edit, which took the greater part of the time until a published text was answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.sparsefuncs_fast import inplace_csr_row_normalize_l2

_LENGTHS = (2, 3, 4)


def sequences(text: str) -> Iterator[str]:
    """Every run of two to four characters of a text with a blank at each end."""
    framed = f" {text} "
    for length in _LENGTHS:
        for start in range(len(framed) - length + 1):
            yield framed[start : start + length]


class CharacterTable:
    """A row of weights for each text: sublinear counts, rarer sequences weigh more, unit length.

    `before` is the table as it was; rows of texts that were in it are taken over. The two then share the dictionary of sequences, to which
    only is added, so that the earlier one may still be asked meanwhile.
    """

    def __init__(self, texts: Sequence[str], before: CharacterTable | None = None) -> None:
        self._column_of: dict[str, int] = {} if before is None else before._column_of
        self._row_of: dict[str, int] = {}
        for text in texts:
            self._row_of.setdefault(text, len(self._row_of))
        known = {} if before is None else before._row_of
        fresh = [text for text in self._row_of if text not in known]
        added = self._counted(fresh)
        self._width = len(self._column_of)
        counted = _matrix(added, self._width)
        if before is not None:
            kept = before._counts.copy()
            kept.resize(kept.shape[0], self._width)
            at = {text: kept.shape[0] + number for number, text in enumerate(fresh)}
            order = [known[text] if text in known else at[text] for text in self._row_of]
            counted = sparse.vstack([kept, counted], format="csr")[order]
        self._counts: sparse.csr_matrix = counted
        every = counted[[self._row_of[text] for text in texts]] if len(texts) else counted
        found_in = np.bincount(every.indices, minlength=self._width)
        self._idf = (np.log((1 + len(texts)) / (1 + found_in)) + 1).astype(np.float32)
        self._is_known = found_in > 0
        weights = np.float32(1) + np.log(every.data)
        rows = sparse.csr_matrix((weights * self._idf[every.indices], every.indices, every.indptr), shape=every.shape)
        inplace_csr_row_normalize_l2(rows)
        # By sequence, which texts have it: a message has a hundred of the ten thousands of sequences.
        self._texts_with = rows.tocsc()

    def cosines(self, text: str) -> npt.NDArray[np.float32]:
        """How alike any text is to each text of the table; sequences that no text of the table has count for nothing."""
        numbers: Counter[int] = Counter()
        for sequence in sequences(text):
            column = self._column_of.get(sequence, self._width)
            if column < self._width and self._is_known[column]:
                numbers[column] += 1
        columns = np.fromiter(numbers, np.int64, len(numbers))
        values = (1 + np.log(np.fromiter(numbers.values(), np.float32, len(numbers)))) * self._idf[columns]
        found = np.zeros(self._texts_with.shape[0], np.float32)
        if (length := float(np.sqrt(values @ values))) > 0:
            first, texts, weights = self._texts_with.indptr, self._texts_with.indices, self._texts_with.data
            for column, value in zip(columns, values / length, strict=True):
                its = slice(first[column], first[column + 1])
                found[texts[its]] += weights[its] * value
        return found

    def _counted(self, texts: Sequence[str]) -> list[Counter[int]]:
        column_of = self._column_of
        return [Counter(column_of.setdefault(sequence, len(column_of)) for sequence in sequences(text)) for text in texts]


def _matrix(rows: Sequence[Counter[int]], width: int) -> sparse.csr_matrix:
    """How often each row has each column; columns ascend."""
    ordered = [sorted(row.items()) for row in rows]
    ends = np.cumsum([0, *(len(row) for row in ordered)])
    pairs = np.array([pair for row in ordered for pair in row], np.int64).reshape(-1, 2)
    return sparse.csr_matrix(
        (pairs[:, 1].astype(np.float32), pairs[:, 0].astype(np.int32), ends.astype(np.int32)), shape=(len(rows), width)
    )

"""Which targets of an index are worth a closer look, so that thousands of FAQ cost no more than a hundred."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, content_words

MOST = 96
_BY_EMBEDDING, _BY_WORDS = 64, 24
Numbers = npt.NDArray[np.int64]


def candidates(index: KnowledgeIndex, text: str, vector: npt.NDArray[np.float32]) -> dict[Kind, Numbers]:
    """The targets of each kind to look at, in ascending order: all of them up to `MOST`, else the nearest by embedding and by words.

    A target that the text names outright is always among them.
    """
    if all(len(index.of_kind[kind]) <= MOST for kind in KINDS):
        return dict(index.of_kind)
    near = index.nearness(vector)
    weight = {word: index.idf.get(word, index.unknown_idf) for word in set(content_words(text))}
    shared = index.word_share(weight, 0)
    named = np.fromiter(index.alias_hits(text), np.int64)
    found: dict[Kind, Numbers] = {}
    for kind in KINDS:
        numbers = index.of_kind[kind]
        if len(numbers) > MOST:
            numbers = np.unique(
                np.concatenate([_top(numbers, near, _BY_EMBEDDING), _top(numbers, shared, _BY_WORDS), np.intersect1d(named, numbers)])
            )
        found[kind] = numbers
    return found


def _top(numbers: Numbers, scores: npt.NDArray[np.float32], number: int) -> Numbers:
    return numbers[np.argpartition(-scores[numbers], number - 1)[:number]]

"""Fits the rankers' weights to labelled messages and to the catalogue's own examples."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu.embedding import embed_all
from bot.nlu.knowledge import ranker
from bot.nlu.knowledge.features import FEATURES, Matrix, features
from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, Target, index_of
from bot.nlu.knowledge.ranker import Sample
from bot.nlu.normalise import normalise
from bot.nlu.tuning.labelled import Labelled

# A phrase of the catalogue counts half of a citizen's message: it was written by the same hand as the index.
PHRASES, WEIGHT_OF_PHRASE = 500, 0.5
ShowProgress = Callable[[float, str], None]


def fit_rankers(labelled: Sequence[Labelled], progress: ShowProgress = lambda fraction, note: None) -> dict[str, dict[str, float]]:
    """The weights of each kind of target, and those of services for messages that begin a conversation.

    Those of services within a conversation are no matter of single messages: they stay as they are.
    """
    rng = random.Random(7)
    samples: dict[str, list[Sample]] = {ranker.OPENING: [], "faq": [], "life_event": []}
    agencies = sorted({row.agency for row in labelled})
    for number, agency in enumerate(agencies):
        index = index_of(agency)
        own = [row for row in labelled if row.agency == agency]
        total = len(own) + len(KINDS) * PHRASES
        for done, (kind, sample) in enumerate(_samples(index, own, rng)):
            samples[kind].append(sample)
            if done % 50 == 0:
                progress((number + min(done / total, 1.0)) / len(agencies), agency)
    names = {ranker.OPENING: ranker.OPENING_FEATURES}
    return {name: ranker.fit(found, names=names.get(name, FEATURES)) for name, found in samples.items() if found}


def _samples(index: KnowledgeIndex, labelled: Sequence[Labelled], rng: random.Random) -> Iterator[tuple[str, Sample]]:
    texts = [normalise(row.text) for row in labelled]
    for row, text, vector in zip(labelled, texts, embed_all(texts), strict=True):
        scored = features(index, text, vector)
        for kind in KINDS:
            if len(index.of_kind[kind]) and (right := _right(index, row, kind)) is not None:
                yield _name(kind), (_rows(index, kind, scored, vector), right, 1.0)
    for kind in KINDS:
        yield from ((_name(kind), sample) for sample in _own_phrases(index, kind, rng))


def _name(kind: Kind) -> str:
    return ranker.OPENING if kind == "service" else kind


def _rows(index: KnowledgeIndex, kind: Kind, scored: Matrix, vector: Matrix) -> Matrix:
    """Of the features of all targets the rows of one kind, with the columns that its ranker reads."""
    numbers = index.of_kind[kind]
    return ranker.with_descriptions(index, scored[numbers], vector, numbers) if kind == "service" else scored[numbers]


def _right(index: KnowledgeIndex, row: Labelled, kind: Kind) -> frozenset[int] | None:
    """The numbers, among the targets of this kind, of those that a message is about; None when the label does not say."""
    if kind != "service":
        # The labels do not say which FAQ or life event is meant; of other messages they say that it is none.
        return None if row.kind == kind else frozenset()
    known = [index.number[target] for key in row.services if (target := Target("service", key)) in index.number]
    if row.kind in {"faq", "life_event"} or (row.services and not known):
        return None
    return frozenset(int(np.flatnonzero(index.of_kind[kind] == number)[0]) for number in known)


def _own_phrases(index: KnowledgeIndex, kind: Kind, rng: random.Random) -> Iterator[Sample]:
    """Examples of the index as messages, each scored as if the index did not hold it."""
    numbers = index.of_kind[kind]
    texts = np.array([phrase.text for phrase in index.phrases])
    chosen = [i for i, phrase in enumerate(index.phrases) if phrase.role == "example" and index.targets[phrase.target].kind == kind]
    rng.shuffle(chosen)
    for i in chosen[:PHRASES]:
        same: npt.NDArray[np.bool_] = texts == index.phrases[i].text
        scored = features(index, index.phrases[i].text, index.vectors[i], without=same)
        yield _phrase_sample(_rows(index, kind, scored, index.vectors[i]), numbers, index.phrases[i].target)


def _phrase_sample(rows: Matrix, numbers: npt.NDArray[np.int64], target: int) -> Sample:
    """A phrase of the catalogue as a sample: its own target is the right one."""
    return rows, frozenset({int(np.flatnonzero(numbers == target)[0])}), WEIGHT_OF_PHRASE

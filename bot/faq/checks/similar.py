"""What a phrase of an FAQ leads to already: another FAQ, a service or a life event, as the bot's own index of the agency sees it.

All phrases are compared with all others at once; only the closest are then put to the linker's ranker, which tells how surely the bot
would take the phrase for the other entry if this one did not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from bot.faq.checks.finding import Other
from bot.faq.content import Content
from bot.languages import LANGUAGES, Localized
from bot.nlu.embedding import embed
from bot.nlu.knowledge.features import features
from bot.nlu.knowledge.index import KINDS, KnowledgeIndex, Target
from bot.nlu.knowledge.ranker import rankers
from bot.nlu.normalise import normalise

# e5's cosines of questions that mean the same lie above this, most of those that do not below.
CLOSE = 0.92
LIKELY = 0.5
_MOST_RANKED = 2
_TEXT = 2
_exact: WeakKeyDictionary[KnowledgeIndex, dict[str, list[int]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Asked:
    """One way in which citizens ask: the question itself (`index` None) or an example."""

    field: str
    language: str
    index: int | None
    text: str

    @property
    def normalised(self) -> str:
        """The text as the bot compares it."""
        return normalise(self.text)


def asked_by(content: Content) -> list[Asked]:
    """Every way of asking that the content holds."""
    found: list[Asked] = []
    for language in LANGUAGES:
        if question := content["question"].get(language):
            found.append(Asked("question", language, None, question))
        found += [Asked("variants", language, index, text) for index, text in enumerate(content["variants"].get(language, ()))]
    return [asked for asked in found if asked.normalised]


def claimed(asked: Sequence[Asked], own: str, index: KnowledgeIndex) -> Iterator[tuple[Asked, Other]]:
    """Each phrase that leads to something else, with what it leads to; of several phrases alike to the same only the most alike."""
    if not asked or not index.targets:
        return
    mine = index.number.get(Target("faq", own))
    told: set[int] = set()
    phrases = _phrases(index)
    for one in asked:
        for target in phrases.get(one.normalised, ()):
            if target != mine:
                told.add(target)
                yield one, other_of(index, target, 1.0)
    vectors = np.stack([embed(one.normalised) for one in asked])
    closest = _closest(index, vectors, mine, told)
    ranked: dict[int, npt.NDArray[np.float64]] = {}
    for target, number in closest:
        if number not in ranked:
            if len(ranked) == _MOST_RANKED:
                continue
            ranked[number] = _probabilities(index, asked[number].normalised, vectors[number], mine)
        score = float(ranked[number][target])
        if score >= LIKELY:
            yield asked[number], other_of(index, target, round(score, 2))


def other_of(index: KnowledgeIndex, number: int, score: float) -> Other:
    """A target of the index as a finding names it."""
    target = index.targets[number]
    name: Localized
    if target.kind == "faq":
        name = index.view.faq[target.key].question
    elif target.kind == "service":
        name = index.view.services[target.key].name
    else:
        name = index.view.life_events[target.key].name
    return Other(target.kind, target.key, name, score)


def _phrases(index: KnowledgeIndex) -> dict[str, list[int]]:
    """Which targets have exactly this name or example."""
    if index not in _exact:
        found: dict[str, list[int]] = {}
        for phrase in index.phrases:
            if phrase.role != "text" and phrase.target not in found.setdefault(phrase.text, []):
                found[phrase.text].append(phrase.target)
        _exact[index] = found
    return _exact[index]


def _closest(index: KnowledgeIndex, vectors: npt.NDArray[np.float32], mine: int | None, told: set[int]) -> list[tuple[int, int]]:
    """Targets close to one of the vectors, the closest first, each with the number of that vector."""
    if not len(index.phrases):
        return []
    cosines = index.vectors @ vectors.T
    cosines[index.role == _TEXT] = -1.0
    first = np.flatnonzero(np.diff(index.owner, prepend=-1))
    best = np.maximum.reduceat(cosines, first, axis=0)
    owners = index.owner[first]
    nearest = best.argmax(axis=1)
    score = best[np.arange(len(best)), nearest]
    order = np.argsort(-score)
    close = order[: int((score >= CLOSE).sum())]
    return [(int(owners[row]), int(nearest[row])) for row in close if owners[row] != mine and int(owners[row]) not in told]


def _probabilities(index: KnowledgeIndex, text: str, vector: npt.NDArray[np.float32], mine: int | None) -> npt.NDArray[np.float64]:
    """For each target the probability, among those of its kind, that the text is about it, as if the FAQ itself did not exist."""
    rows = features(index, text, vector)
    found = np.zeros(len(index.targets))
    by_kind = rankers()
    for kind in KINDS:
        numbers = index.of_kind[kind]
        others = numbers[numbers != mine] if mine is not None else numbers
        if len(others):
            found[others], _ = by_kind[kind].probabilities(rows[others])
    return found

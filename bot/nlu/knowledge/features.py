"""What speaks for each target of an index, as numbers that the ranker weighs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.nlu.knowledge.by_owner import best, mean_of_top
from bot.nlu.knowledge.index import KnowledgeIndex, Target, content_words, family_name

FEATURES = (
    "name_embedding",
    "example_embedding",
    "example_embedding_top3",
    "text_embedding",
    "name_characters",
    "example_characters",
    "alias_share",
    "alias_longest",
    "alias_unique",
    "name_word_share",
    "message_word_share",
    "word_odds",
    "case_share",
)
# The share of a service's names and examples that speak of a case, from which on the service is for that case.
_FOR_A_CASE = 0.12
_ALTERATIONS = frozenset({"add", "remove", "change"})
# How much a direction counts beside the names in a message.
_AS_LONG_AS_A_VERB = 4
Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


def features(
    index: KnowledgeIndex,
    text: str,
    vector: npt.NDArray[np.float32],
    targets: Numbers | None = None,
    *,
    without: npt.NDArray[np.bool_] | None = None,
) -> Matrix:
    """One row of `FEATURES` for each of `targets` (ascending numbers; all when None). `text` is normalised, `vector` its embedding.

    `without` marks phrases to leave out, so that a phrase of the index can itself serve as a training message.
    """
    numbers = np.arange(len(index.targets)) if targets is None else targets
    result = np.zeros((len(numbers), len(FEATURES)), np.float32)
    if not len(numbers):
        return result
    phrases, owner = index.phrases_of(numbers)
    cosine = (index.cosines(vector, phrases) - 0.8) * 5  # e5's cosines lie between 0.75 and 1: spread them out
    overlap = index.character_overlap(text, phrases)
    usable = np.ones(len(phrases), bool) if without is None else ~without[phrases]
    for role, columns in ((0, (0, None, 4)), (1, (1, 2, 5)), (2, (3, None, None))):
        mask = usable & (index.role[phrases] == role)
        of = owner[mask]
        result[:, columns[0]] = best(cosine[mask], of, len(numbers))
        if columns[1] is not None:
            result[:, columns[1]] = mean_of_top(np.maximum(cosine[mask], 0), of, len(numbers), 3)
        if columns[2] is not None:
            result[:, columns[2]] = best(overlap[mask], of, len(numbers))
    row_of = {int(number): row for row, number in enumerate(numbers)}
    case = index.case_in(text)
    result[:, 12] = [index.case_shares[number].get(case, 0.0) for number in numbers]
    _alias_features(index, text, row_of, result)
    _word_features(index, text, row_of, result, numbers, 1 if without is not None else 0)
    return result


def _alias_features(index: KnowledgeIndex, text: str, row_of: dict[int, int], result: Matrix) -> None:
    hits = named_for_the_case(index, text, index.alias_hits(text))
    if not hits:
        return
    longest = max(length for length, _ in hits.values())
    size = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text), 1)
    for target, (length, unique) in hits.items():
        if (row := row_of.get(target)) is not None:
            result[row, 6] = min(1.0, length / size)
            result[row, 7] = float(length == longest)
            result[row, 8] = float(unique and length == longest)


def share_of_case(index: KnowledgeIndex, number: int, case: str) -> float:
    """How much of a target's names and examples speaks of a case; who adds, removes or changes something alters a document all the same."""
    alike = _ALTERATIONS if case in _ALTERATIONS else {case}
    return sum(index.case_shares[number].get(name, 0.0) for name in alike)


def named_for_the_case(index: KnowledgeIndex, text: str, hits: dict[int, tuple[int, bool]]) -> dict[int, tuple[int, bool]]:
    """The hits with those services beside them that are for the case spoken of: "KK" names the new card, but not in "KK sobek".

    Where somebody moves names the service by itself, whatever words are used.
    """
    case = index.case_in(text)
    if case is None:
        return hits
    found = dict(hits)
    for number, (length, _) in hits.items():
        target = index.targets[number]
        own = share_of_case(index, number, case)
        if target.kind != "service":
            continue
        for key in index.families[family_name(target.key)]:
            other = index.number[Target("service", key)]
            if other != number and share_of_case(index, other, case) >= max(_FOR_A_CASE, 2 * own):
                found[number] = (length, False)
                if other not in hits or hits[other][0] < length:
                    found[other] = (length, True)
    if (moved := index.service_for_moving.get(case)) is not None and moved not in found:
        found[moved] = (_AS_LONG_AS_A_VERB, True)
    return found


def _word_features(index: KnowledgeIndex, text: str, row_of: dict[int, int], result: Matrix, numbers: Numbers, least: int) -> None:
    message = set(content_words(text))
    weight = {word: index.idf.get(word, index.unknown_idf) for word in message}
    total = sum(weight.values())
    if not total:
        return
    for name in {name for word in message for name in index.names_with_word.get(word, ())}:
        target, kept, name_total = index.name_words[name]
        if (row := row_of.get(target)) is not None:
            common = sum(weight[w] for w in kept & message)
            result[row, 9] = max(result[row, 9], common / name_total)
            result[row, 10] = max(result[row, 10], common / total * common / name_total)
    result[:, 11] = index.word_share(weight, least)[numbers] / total


def word_odds(index: KnowledgeIndex, text: str, target: int, against: int) -> float:
    """How much more the message's words belong to one target than to another, in nats; 0 when they say nothing."""
    odds = 0.0
    for word in set(content_words(text)):
        mine = index.word_counts[target].get(word, 0) / index.word_totals[target]
        other = index.word_counts[against].get(word, 0) / index.word_totals[against]
        if mine or other:
            odds += float(np.log((mine + 0.002) / (other + 0.002)))
    return odds

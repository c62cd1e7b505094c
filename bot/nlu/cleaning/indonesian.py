"""Slips of the keyboard and lost spaces in Indonesian words."""

from __future__ import annotations

import math
import re
from collections.abc import Container

from bot.nlu.cleaning.vocabulary import Vocabulary, without_a_letter

_LETTERS = re.compile(r"[a-z]+")
_VOWELS = re.compile(r"[aiueo]")
# Endings that any word can take: what stands before them decides whether the word is known.
_ENDINGS = ("nya", "kah", "lah", "pun", "kan", "ku", "mu")
_LONG = 8
_RARE = 3
# Joined words are told apart when each part is known; two letters alone are enough for the commonest prepositions only.
_SHORT_PARTS = frozenset({"di", "ke", "kk", "ya", "rt", "rw", "gk"})
_MOST_LETTERS = 40


def mend(text: str, vocabulary: Vocabulary, also_known: Container[str]) -> str:
    """The normalised text with each unknown word of at least four letters replaced by the known one that was meant, where one is near.

    `also_known`: words that stay as they are although no training example holds them, such as the names in an agency's catalogue.
    """
    return _LETTERS.sub(lambda match: _mended(match.group(), vocabulary, also_known), text)


def _mended(word: str, vocabulary: Vocabulary, also_known: Container[str]) -> str:
    if len(word) < 4 or len(word) > _MOST_LETTERS or _is_known(word, vocabulary, also_known):
        return word
    if _is_passive(word, vocabulary):
        return word
    near = _nearest(word, vocabulary, 1)
    parts = _parts(word, vocabulary, also_known)
    if near and (not parts or vocabulary.counts[near] >= _RARE):
        return near
    return " ".join(parts) if parts else (_nearest(word, vocabulary, 2) if len(word) >= _LONG else "") or word


def _is_known(word: str, vocabulary: Vocabulary, also_known: Container[str]) -> bool:
    if word in vocabulary.counts or word in also_known:
        return True
    return any(
        word.endswith(ending)
        and len(word) - len(ending) >= 3
        and (word[: -len(ending)] in vocabulary.counts or word[: -len(ending)] in also_known)
        for ending in _ENDINGS
    )


def _is_passive(word: str, vocabulary: Vocabulary) -> bool:
    """Whether it is a verb with the prefix of the passive, and no "di" without its space: "dimakan", for there is "makanan", not "dikantor"."""
    root = word.removeprefix("di")
    return root != word and len(root) >= 4 and root in vocabulary.counts and f"{root}an" in vocabulary.counts


def _nearest(word: str, vocabulary: Vocabulary, most: int) -> str:
    """The commonest of the words nearest by slips, at most `most` of them; empty when there is none."""
    forms = without_a_letter(word) | {word}
    candidates = {known for form in forms for known in vocabulary.shortened.get(form, ())}
    # People seldom miss the first letter, and a word that begins otherwise is mostly another word.
    # Vowels are lost and exchanged more often than consonants: "syrat" is "syarat" and not "surat".
    sounds = _VOWELS.sub("", word)
    ranked = [
        (distance, _VOWELS.sub("", known) != sounds, -vocabulary.counts[known], known)
        for known in candidates
        if (known[0] == word[0] or known[:2] == word[1::-1]) and (distance := slips(word, known)) <= most
    ]
    return min(ranked, default=(0, False, 0, ""))[3]


def slips(one: str, other: str) -> int:
    """How many slips lie between two words: a letter missing, too many, another, or two exchanged (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _parts(word: str, vocabulary: Vocabulary, also_known: Container[str]) -> list[str]:
    """The known words that the word consists of, the likeliest way; none when it does not consist of known words alone."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        ways = []
        for start in range(end):
            if best[start][0] > -math.inf:
                part = word[start:end]
                if (len(part) >= 3 or part in _SHORT_PARTS) and _is_known(part, vocabulary, also_known):
                    ways.append((best[start][0] + math.log((vocabulary.counts.get(part, 0) + 0.5) / (vocabulary.total + 1)), start))
        best.append(max(ways, default=(-math.inf, 0)))
    if best[-1][0] == -math.inf:
        return []
    parts, end = [], len(word)
    while end:
        start = best[end][1]
        parts.append(word[start:end])
        end = start
    return parts[::-1]

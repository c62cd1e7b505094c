"""The words that the training examples are made of: what a slip of the keyboard was most likely meant to be."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.nlu.normalise import is_japanese
from bot.nlu.words import compounds, forms, readings


@dataclass(frozen=True)
class Vocabulary:
    """`counts`: how often each Indonesian word stands in the examples. `written`: how each Japanese reading, in hiragana, is mostly
    written, with how often it was read; words of two parts (「区役所」, 「お金」) stand there as a whole too."""

    counts: dict[str, int]
    written: dict[str, tuple[str, int]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of normalised texts."""
        counts: Counter[str] = Counter()
        by_reading: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            if is_japanese(text):
                for surface, reading in (*readings(text), *compounds(text)):
                    by_reading[reading][surface] += 1
            else:
                counts.update(word.written for word in forms(text) if word.written.isascii() and word.written.isalpha())
        written = {reading: (surfaces.most_common(1)[0][0], surfaces.total()) for reading, surfaces in by_reading.items()}
        return cls(dict(counts), written)

    @cached_property
    def shortened(self) -> dict[str, list[str]]:
        """Each Indonesian word of at least four letters under each form that it takes when a letter is left out, and under itself."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            if len(word) >= 4:
                for form in without_a_letter(word) | {word}:
                    found[form].append(word)
        return dict(found)

    @cached_property
    def total(self) -> int:
        """How many Indonesian words were counted."""
        return sum(self.counts.values())

    @cached_property
    def longest_reading(self) -> int:
        """The length of the longest reading."""
        return max(map(len, self.written), default=0)

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps({"counts": self.counts, "written": self.written}, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what `save` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["counts"], {reading: (surface, count) for reading, (surface, count) in data["written"].items()})


def without_a_letter(word: str) -> set[str]:
    """The word with each of its letters left out in turn."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}

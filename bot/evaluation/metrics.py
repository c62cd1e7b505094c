"""The measures, as plain functions on lists."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass


def share(found: Collection[bool]) -> float | None:
    """The share of what is true; None of nothing."""
    return sum(found) / len(found) if found else None


@dataclass(frozen=True)
class Counts:
    """How often a label was right, given though it was wrong, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def support(self) -> int:
        """How often the label was expected."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """How often the label was right where it was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """How often the label was given where it was expected."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


def counts_by_label(expected: Sequence[Collection[str]], given: Sequence[Collection[str]]) -> dict[str, Counts]:
    """Counts for each label that was expected or given, in alphabetical order; each message may have several labels."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for wanted, found in zip(expected, given, strict=True):
        right.update(set(wanted) & set(found))
        wrong.update(set(found) - set(wanted))
        missed.update(set(wanted) - set(found))
    return {label: Counts(right[label], wrong[label], missed[label]) for label in sorted({*right, *wrong, *missed})}


@dataclass(frozen=True)
class Bin:
    """The messages whose stated probability lies above `low` and up to `high` (the first bin holds 0 too)."""

    low: float
    high: float
    number: int
    stated: float
    right: float


def reliability(stated: Sequence[float], right: Sequence[bool], number: int = 10) -> list[Bin]:
    """Bins of equal width, empty ones left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for probability, hit in zip(stated, right, strict=True):
        groups.setdefault(min(max(math.ceil(round(probability * number, 9)) - 1, 0), number - 1), []).append((probability, hit))
    return [
        Bin(i / number, (i + 1) / number, len(group), sum(p for p, _ in group) / len(group), sum(hit for _, hit in group) / len(group))
        for i, group in sorted(groups.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: the mean gap between what was stated and what was right, by number of messages."""
    total = sum(b.number for b in bins)
    return sum(b.number * abs(b.stated - b.right) for b in bins) / total if total else None


def percentile(values: Sequence[float], part: float) -> float | None:
    """The smallest value that at least `part` (0 to 1) of the values do not exceed."""
    return sorted(values)[max(math.ceil(part * len(values)) - 1, 0)] if values else None

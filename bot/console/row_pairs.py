"""Which row of a list became which, so that one row put in between does not look like a change of all that follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Pair = tuple[int | None, int | None]
_Leaves = frozenset[tuple[str, ...]]
# Two rows that have nothing in common cost as much as one that went and one that came; then they count as one that was rewritten.
_ALONE = 0.5
# Above this many comparisons a page would wait: then rows go by their place.
_MOST = 10_000


def row_pairs(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Places in both lists, in their order; None where a row has gone or has come. A row that was moved has gone and come."""
    first = _alike(zip(old, new, strict=False))
    rest = min(len(old), len(new)) - first
    last = _alike((old[-n], new[-n]) for n in range(1, rest + 1))
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    middle = _cheapest(before, after) if len(before) * len(after) <= _MOST else _by_place(len(before), len(after))
    return [
        *((n, n) for n in range(first)),
        *((None if a is None else a + first, None if b is None else b + first) for a, b in middle),
        *((len(old) - n, len(new) - n) for n in range(last, 0, -1)),
    ]


def _alike(pairs: Iterator[tuple[Any, Any]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _by_place(old: int, new: int) -> list[Pair]:
    return [(n if n < old else None, n if n < new else None) for n in range(max(old, new))]


def _cheapest(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """The pairs that leave least to be told: an alignment as of two texts, by what two rows have in common."""
    had, has = [frozenset(_leaves(row)) for row in old], [frozenset(_leaves(row)) for row in new]
    costs = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old), -1, -1):
        for b in range(len(new), -1, -1):
            if a == len(old) or b == len(new):
                costs[a][b] = _ALONE * (len(old) - a + len(new) - b)
            else:
                together = _unlike(had[a], has[b]) + costs[a + 1][b + 1]
                costs[a][b] = min(together, _ALONE + costs[a + 1][b], _ALONE + costs[a][b + 1])
    pairs: list[Pair] = []
    a = b = 0
    while a < len(old) or b < len(new):
        if a < len(old) and b < len(new) and costs[a][b] == _unlike(had[a], has[b]) + costs[a + 1][b + 1]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif a < len(old) and costs[a][b] == _ALONE + costs[a + 1][b]:
            pairs.append((a, None))
            a += 1
        else:
            pairs.append((None, b))
            b += 1
    return pairs


def _unlike(one: _Leaves, other: _Leaves) -> float:
    together = len(one) + len(other)
    return 1 - 2 * len(one & other) / together if together else 0.0


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(one, (*path, str(key)))
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, path)
    elif value is not None:
        yield (*path, str(value))

"""Finds the group to which a question belongs: the same words, else the nearest by meaning if it is near enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.nlu.embedding import DIMENSIONS, Vector, embed
from bot.questions.models import QuestionGroup, Wording
from bot.questions.reading import Asked

# Of pairs of the development data, 1 in 10,000 and fewer that ask about different services are nearer than this.
NEAR = 0.94
# What was ignored or is out of scope would else come back with every new citizen who asks it.
JOINED = (QuestionGroup.State.OPEN, QuestionGroup.State.IGNORED, QuestionGroup.State.OUT_OF_SCOPE)
_AT_ONCE = 400


@dataclass
class Gathered:
    """Questions that belong together: to a stored group, or to a new one (`group` None)."""

    group: int | None
    vector: Vector
    asked: list[Asked] = field(default_factory=list)


def gather(asked: Sequence[Asked]) -> list[Gathered]:
    """Sort questions into groups; only questions of one agency and language come together."""
    shelves: dict[tuple[int, str], list[Asked]] = {}
    for one in asked:
        shelves.setdefault((one.agency, one.language), []).append(one)
    return [gathered for (agency, language), some in shelves.items() for gathered in _sorted(agency, language, some)]


def as_bytes(vector: Vector) -> bytes:
    """A vector as it is stored."""
    return vector.astype("<f2").tobytes()


def matrix_of(stored: Iterable[bytes | memoryview]) -> npt.NDArray[np.float32]:
    """Stored vectors as rows."""
    return np.frombuffer(b"".join(bytes(vector) for vector in stored), "<f2").reshape(-1, DIMENSIONS).astype(np.float32)


def _sorted(agency: int, language: str, asked: Sequence[Asked]) -> Iterable[Gathered]:
    groups = QuestionGroup.objects.filter(agency_id=agency, language=language, state__in=JOINED)
    rows = list(groups.order_by("pk").values_list("pk", "vector"))
    numbers = [pk for pk, _ in rows]
    matrix = matrix_of(vector for _, vector in rows)
    texts = list(dict.fromkeys(one.normalised for one in asked))
    same = _same_words(agency, language, texts)
    found: dict[int, Gathered] = {}
    fresh: list[Gathered] = []
    by_text: dict[str, Gathered] = {}
    for one in asked:
        gathered = by_text.get(one.normalised)
        if gathered is None:
            vector = embed(one.normalised)
            number = same.get(one.normalised) or _nearest(numbers, matrix, vector)
            if number is not None:
                gathered = found.setdefault(number, Gathered(number, vector))
            else:
                gathered = next((other for other in fresh if float(other.vector @ vector) >= NEAR), None)
            if gathered is None:
                gathered = Gathered(None, vector)
                fresh.append(gathered)
            by_text[one.normalised] = gathered
        gathered.asked.append(one)
    return [*found.values(), *fresh]


def _nearest(numbers: Sequence[int], matrix: npt.NDArray[np.float32], vector: Vector) -> int | None:
    if not numbers:
        return None
    cosines = matrix @ vector
    best = int(cosines.argmax())
    return numbers[best] if cosines[best] >= NEAR else None


def _same_words(agency: int, language: str, texts: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(texts), _AT_ONCE):
        rows = Wording.objects.filter(
            normalised__in=texts[start : start + _AT_ONCE], group__agency_id=agency, group__language=language, group__state__in=JOINED
        )
        known |= dict(rows.order_by("-group_id").values_list("normalised", "group_id"))
    return known

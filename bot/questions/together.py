"""Similar groups that are decided with one: never joined by a machine, but shown, and decided at once when a person says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from bot.nlu.embedding import DIMENSIONS
from bot.questions import decisions
from bot.questions.alike import matrix_of
from bot.questions.models import QuestionGroup
from bot.staff.context import StaffContext
from bot.staff.problem import StaffProblem

# Lost KTP and lost SIM are this near as well, so that a person must look; what is farther is seldom the same question.
RELATED = 0.9
MOST = 6
# Of the most asked; with more open groups nobody reaches the rest that day.
_LOOKED_AT = 2000
_BYTES = 2 * DIMENSIONS
Decide = Callable[[int, int, str], QuestionGroup]


@dataclass(frozen=True)
class Companion:
    """A group that is to be decided like another, in the version that the page showed."""

    group: int
    version: int


def related(group: QuestionGroup) -> list[QuestionGroup]:
    """The open groups of the same agency and language that mean nearly the same, the nearest first; without their vectors."""
    beside = QuestionGroup.objects.filter(agency=group.agency_id, language=group.language)
    stored = beside.filter(pk=group.pk).values_list("vector", flat=True).first() or b""
    rows = list(
        beside.filter(state=QuestionGroup.State.OPEN).exclude(pk=group.pk).order_by("-count", "pk").values_list("pk", "vector")[:_LOOKED_AT]
    )
    rows = [(pk, vector) for pk, vector in rows if len(vector) == _BYTES]
    if not rows or len(stored) != _BYTES:
        return []
    cosines = matrix_of(vector for _, vector in rows) @ matrix_of([stored])[0]
    nearest = [rows[n][0] for n in np.argsort(-cosines, kind="stable")[:MOST] if cosines[n] >= RELATED]
    found = QuestionGroup.objects.defer("vector").in_bulk(nearest)
    return [found[pk] for pk in nearest if pk in found]


@transaction.atomic
def decide_together(
    by: StaffContext, decide: Decide, group: QuestionGroup, version: int, text: str, companions: Sequence[Companion]
) -> tuple[QuestionGroup, int]:
    """Decide on a group, and likewise on the others, each with its own wording; the group, and how many others went with it.

    One of the others that a colleague has decided, or whose wording cannot be used, stays as it is.

    Raises:
        StaffProblem: the group itself cannot be decided so; nothing is changed then.
    """
    lead = decide(group.pk, version, text)
    went: list[QuestionGroup] = []
    wordings = dict(
        QuestionGroup.objects.filter(agency=by.agency, pk__in=[one.group for one in companions])
        .exclude(pk=group.pk)
        .values_list("pk", "text")
    )
    for one in companions:
        if one.group not in wordings:
            continue
        try:
            with transaction.atomic():
                went.append(decide(one.group, one.version, wordings[one.group]))
        except StaffProblem:
            continue
    decisions.keep_companions(lead, went)
    return lead, len(went)

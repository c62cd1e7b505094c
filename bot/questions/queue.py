"""Which groups somebody wants to see, in which order, and what stands before and after one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bot.catalogue.models import Agency
from bot.nlu.normalise import normalise
from bot.questions.models import QuestionGroup, Reason


@dataclass(frozen=True)
class Wanted:
    """What somebody chose; what is empty is not narrowed. `week` is a Monday."""

    state: str = QuestionGroup.State.OPEN
    language: str = ""
    reason: str = ""
    week: dt.date | None = None
    words: str = ""


def groups(agency: Agency, wanted: Wanted) -> QuerySet[QuestionGroup]:
    """The groups that fit, the most asked first."""
    found = QuestionGroup.objects.filter(agency=agency).defer("vector")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.reason in Reason.values:
        found = found.filter(**{f"{wanted.reason}__gt": 0})
    if wanted.week is not None:
        found = found.filter(weeks__week=wanted.week)
    for word in wanted.words.split()[:6]:
        found = found.filter(Q(text__icontains=word) | Q(wordings__normalised__contains=normalise(word)))
    if wanted.words:
        found = found.distinct()
    return found.order_by("-count", "pk")


def after(found: QuerySet[QuestionGroup], group: QuestionGroup) -> int | None:
    """The id of the group behind this one, which need not be among them any more."""
    behind = Q(count__lt=group.count) | Q(count=group.count, pk__gt=group.pk)
    return found.filter(behind).values_list("pk", flat=True).first()


def before(found: QuerySet[QuestionGroup], group: QuestionGroup) -> int | None:
    """The id of the group before this one."""
    ahead = Q(count__gt=group.count) | Q(count=group.count, pk__lt=group.pk)
    return found.filter(ahead).order_by("count", "-pk").values_list("pk", flat=True).first()

"""Questions are not kept for longer than the agency wants."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.questions.inbox_settings import settings_of_all
from bot.questions.models import QuestionGroup, Wording

_State = QuestionGroup.State


def prune(now: dt.datetime | None = None) -> int:
    """Remove groups without a decision, and ignored ones, that nobody has asked for that long; returns how many.

    Of groups that were decided otherwise the other wordings go after that time; the one that was kept has become content.
    """
    now = now or timezone.now()
    removed = 0
    for agency, settings in settings_of_all(Agency.objects.values_list("pk", flat=True)).items():
        old = QuestionGroup.objects.filter(agency_id=agency, last_seen__lt=now - dt.timedelta(days=settings.keep_days))
        _, by_table = old.filter(state__in=(_State.OPEN, _State.IGNORED)).delete()
        removed += by_table.get(QuestionGroup._meta.label, 0)
        Wording.objects.filter(group__in=old.filter(state=_State.ASSIGNED)).delete()
    return removed

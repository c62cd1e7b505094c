"""What each agency wants in its inbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from bot.catalogue.models import Agency
from bot.questions import words  # noqa: F401 - the words are declared by loading them
from bot.questions.models import InboxSettings
from bot.staff import audit
from bot.staff.context import StaffContext


def settings_of(agency: Agency) -> InboxSettings:
    """The agency's settings; the defaults while nobody has changed them."""
    return InboxSettings.objects.filter(agency=agency).first() or InboxSettings(agency=agency)


def settings_of_all(agencies: Iterable[int]) -> dict[int, InboxSettings]:
    """The settings by the agency's id."""
    wanted = set(agencies)
    stored = {row.agency_id: row for row in InboxSettings.objects.filter(agency_id__in=wanted)}
    return {pk: stored.get(pk) or InboxSettings(agency_id=pk) for pk in wanted}


def longest_kept() -> dt.timedelta:
    """For how long some agency keeps questions; what is older need not be read."""
    days = InboxSettings.objects.order_by("-keep_days").values_list("keep_days", flat=True).first() or 0
    return dt.timedelta(days=max(days, InboxSettings(agency_id=0).keep_days))


def change_settings(by: StaffContext, unsure_below: float, keep_days: int) -> None:
    """Change the agency's settings."""
    after = {"unsure_below": unsure_below, "keep_days": keep_days}
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=by.agency.pk)
        now = settings_of(by.agency)
        before = {"unsure_below": now.unsure_below, "keep_days": now.keep_days}
        if before != after:
            InboxSettings.objects.update_or_create(agency=by.agency, defaults=after)
            audit.record(by, by.agency, "question.settings", "question_settings", by.agency.key, before, after)

"""An agency's settings of its desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bot.catalogue.models import Agency
from bot.desk import words  # noqa: F401 - the words are declared by loading them
from bot.desk.models import DeskSettings
from bot.staff import audit
from bot.staff.context import StaffContext

FIELDS = ("enabled", "takes_callbacks", "asks_satisfaction", "first_reply_warning", "first_reply_within", "transcript_days")


def settings_of(agency: Agency) -> DeskSettings:
    """The agency's settings; switched off while nobody has set them."""
    return DeskSettings.objects.filter(agency=agency).first() or DeskSettings(agency=agency)


def change_settings(by: StaffContext, values: Mapping[str, Any]) -> None:
    """Store the fields of `FIELDS`."""
    after = {name: values[name] for name in FIELDS}
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=by.agency.pk)
        stored = settings_of(by.agency)
        before = {name: getattr(stored, name) for name in FIELDS}
        if before != after or stored._state.adding:
            DeskSettings.objects.update_or_create(agency=by.agency, defaults=after)
            audit.record(by, by.agency, "desk.settings", "desk", by.agency.key, before, after)

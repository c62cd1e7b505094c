"""Who changed what in the catalogue: every step is recorded in the step's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.catalogue.models import Agency
from bot.staff import audit

Values = Mapping[str, Any]

audit.declare(
    actions={
        "service.save_draft": _("Draft of a service changed"),
        "service.submit_for_review": _("Review of a service asked for"),
        "service.return_to_author": _("Service returned to the author"),
        "service.publish": _("Service published"),
        "service.undo_publish": _("Publication of a service taken back"),
        "service.discard_draft": _("Draft of a service given up"),
        "service.restore_version": _("Earlier version of a service taken as a draft"),
        "service.verify": _("Service verified"),
        "office.add": _("Office added"),
        "office.change": _("Office changed"),
        "office.remove": _("Office removed"),
    },
    kinds={"service": _("Service"), "office": _("Office")},
    fields=words.FIELDS,
    values=words.VALUES,
)


def record(by: User | None, agency: Agency, action: str, key: str, before: Values | None, after: Values | None) -> None:
    """Record one step, such as `service.publish`, with what it changed."""
    audit.record(by, agency, action, action.split(".")[0], key, before, after)

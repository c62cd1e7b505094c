"""Who changed which FAQ: every step of the workflow is recorded in the step's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models import Agency
from bot.staff import audit

Values = Mapping[str, Any]

audit.declare(
    actions={
        "faq.create_draft": _("New question written"),
        "faq.save_draft": _("Draft changed"),
        "faq.submit_for_review": _("Review asked for"),
        "faq.return_to_author": _("Returned to the author"),
        "faq.publish": _("Published"),
        "faq.undo_publish": _("Publication taken back"),
        "faq.discard_draft": _("Draft given up"),
        "faq.restore_version": _("Earlier version taken as a draft"),
        "faq.archive": _("Archived"),
        "faq.restore_archived": _("Taken out of the archive"),
        "faq.override_inherited": _("Own answer begun"),
        "faq.return_to_inherited": _("Inherited answer used again"),
        "faq.undo_return": _("Own answer taken up again"),
        "faq.import_draft": _("Draft imported"),
        "faq.import_published": _("Imported and published"),
    },
    kinds={"faq": _("Question and answer")},
    fields={
        "question": _("Question"),
        "answer": _("Answer"),
        "variants": _("Ways to ask"),
        "tags": _("Tags"),
        "quick_replies": _("Buttons"),
        "leads_to": _("Leads to"),
        "links": _("Links"),
        "valid_from": _("First day"),
        "valid_to": _("Last day"),
        "sources": _("Sources"),
        "note": _("Note"),
        "version": _("Version"),
        "archived": _("In the archive"),
        "owner": _("Whose answer"),
    },
    values={
        "state": {
            "draft": _("draft"),
            "in_review": _("in review"),
            "returned": _("returned"),
            "published": _("published"),
            "superseded": _("replaced"),
        }
    },
)


def record(by: User | None, agency: Agency, action: str, key: str, before: Values | None, after: Values | None) -> None:
    """Record one step with what it changed."""
    audit.record(by, agency, f"faq.{action}", "faq", key, before, after)

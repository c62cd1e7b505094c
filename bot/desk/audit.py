"""Words for what is recorded about the desk, for whoever lists what was done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bot.staff import audit

audit.declare(
    actions={
        "callback.details": _("Name and number of a call-back request shown"),
        "callback.taken": _("Call-back request taken over from a colleague"),
        "callback.state": _("Call-back request worked on"),
        "template.stored": _("Template changed"),
        "template.archived": _("Template archived"),
        "template.restored": _("Template used again"),
    },
    kinds={"callback": _("call-back request"), "template": _("template")},
    fields={"reference": _("The platform's id"), "variables": _("Blanks"), "archived": _("In the archive"), "text": _("Words")},
)

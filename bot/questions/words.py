"""The words in which the record of changes speaks of questions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bot.questions.models import QuestionGroup
from bot.staff.audit import declare

declare(
    actions={
        "question.faq": _("Question assigned to an FAQ"),
        "question.service": _("Question assigned to a service"),
        "question.new_faq": _("New FAQ made from a question"),
        "question.out_of_scope": _("Question marked as out of scope"),
        "question.ignored": _("Question ignored"),
        "question.undone": _("Decision on a question undone"),
        "question.settings": _("Settings of the inbox changed"),
    },
    kinds={"question": _("Question"), "question_settings": _("Inbox of questions")},
    fields={
        "state": _("State"),
        "text": _("Wording"),
        "destination": _("Assigned to"),
        "published": _("Published"),
        "unsure_below": _("Unsure below"),
        "keep_days": _("Days kept"),
    },
    values={"state": {state.value: state.label for state in QuestionGroup.State}},
)

"""What stops a decision on a question.

StaffProblem
├── AlreadyDecided   a colleague was faster
├── NotPossible      the destination is gone, or a colleague works on it
└── UnusableWording  the wording is empty, too long, or holds personal data
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bot.faq.checks.finding import Finding
from bot.questions.models import QuestionGroup
from bot.staff.problem import StaffProblem


class AlreadyDecided(StaffProblem):
    """A colleague has decided on the group, or has undone the decision, since the page was loaded."""

    def __init__(self, group: QuestionGroup | None) -> None:
        name = group.decided_by_name if group is not None else ""
        super().__init__(_("Already handled by %(name)s.") % {"name": name} if name else _("Somebody has already handled this question."))


class NotPossible(StaffProblem):
    """The destination cannot take it. `findings` are what must be corrected in an FAQ, each with its field and language."""

    def __init__(self, sentence: Any, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


class UnusableWording(StaffProblem):
    """The wording cannot become an example."""

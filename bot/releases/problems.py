"""What stops a training, a release or its activation.

StaffProblem
├── AlreadyWaiting       the person's training waits in the queue already
├── ChangedMeanwhile     somebody else was faster
├── NeedsSecondPerson    whoever asked for the training may not activate what came of it
├── ReleaseUnusable      its files are gone or damaged, or other code made it
├── TrialsFull           too many questions are being tried already
└── TrialsUnavailable    no question can be tried now
RunLost                  (no sentence) the training is no longer this process's
"""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _

from bot.staff.problem import StaffProblem

Why = Literal["no_files", "damaged", "other_code", "not_loaded"]


class AlreadyWaiting(StaffProblem):
    """The person's own training has not begun yet."""

    def __init__(self) -> None:
        super().__init__(_("Your training is waiting already. It begins as soon as the one before it has ended."))


class ChangedMeanwhile(StaffProblem):
    """The release that answers has changed since the page was loaded."""

    def __init__(self) -> None:
        super().__init__(_("While you were reading, somebody changed which release answers. Nothing of yours was done."))


class NeedsSecondPerson(StaffProblem):
    """Whoever asked for a training does not activate it. `alone`: there is nobody else, so a confirmation does."""

    def __init__(self, sentence: Any, *, alone: bool = False) -> None:
        super().__init__(sentence)
        self.alone = alone


class ReleaseUnusable(StaffProblem):
    """The release cannot answer."""

    def __init__(self, number: int, why: Why) -> None:
        self.number, self.why = number, why
        super().__init__(unusable_sentence(why) % {"number": number})


class TrialsFull(StaffProblem):
    """Too many questions wait to be tried on a release."""

    def __init__(self) -> None:
        super().__init__(_("Too many questions are being tried at this moment. Please try again in a minute."))


class TrialsUnavailable(StaffProblem):
    """The part of the program that passes questions on does not answer."""

    def __init__(self) -> None:
        super().__init__(_("No question can be tried at this moment. Please try again in a minute."))


def unusable_sentence(why: str) -> str:
    """Why a release cannot answer, with the blank `number`."""
    return {
        "no_files": _("The files of release %(number)s are no longer kept. Train again to get the same."),
        "damaged": _("The model of release %(number)s is damaged: its checksum is not the one that was recorded."),
        "other_code": _("Release %(number)s was made by another version of the program. Train again after an upgrade."),
    }.get(why, _("The model of release %(number)s could not be loaded."))


class RunLost(Exception):
    """The training was cancelled, or counts as failed, because this process was silent for too long."""

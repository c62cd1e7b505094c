"""What can be wrong with a step in the life of an FAQ; each says it in words that staff understand.

FaqError
├── UnknownFaq        there is no FAQ, or no version, of that kind
├── KeyTaken          the agency has an FAQ of this key already
├── WrongKey          the key cannot be used
├── WrongState        somebody was faster, or the step comes out of turn
├── EditedMeanwhile   another version came in between; carries both contents and the one that both began with
├── HasErrors         it cannot be published as it is; carries the findings
├── NothingInherited  there is no inherited FAQ to change or to go back to
└── NoteMissing       the author must be told what to change
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bot.faq.content import Content

if TYPE_CHECKING:
    from bot.faq.checks.finding import Finding


class FaqError(Exception):
    """A step that was not taken. `message` is for staff, translated when it is shown."""

    message: str | Promise = _("This could not be done.")

    def __str__(self) -> str:
        return str(self.message)


class UnknownFaq(FaqError):
    """There is no such FAQ or version."""

    message = _("This question, or this version of it, does not exist any more.")


class KeyTaken(FaqError):
    """The agency has an FAQ of this key already."""

    message = _("Your agency already has a question with this short name. Choose another short name.")


class WrongKey(FaqError):
    """The key does not have the form of a key."""

    message = _("A short name has at most 40 lower-case letters and digits, with single hyphens between them, for example opening-hours.")


class WrongState(FaqError):
    """The version is not in a state from which this step is possible. `state` is the one it is in."""

    message = _("A colleague has already changed the state of this version. Open it again to see where it stands.")

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class EditedMeanwhile(FaqError):
    """Another version was made since.

    Attributes:
        mine: what was to be stored.
        theirs: what is there now, as version `number`, by `author`; `published` tells whether it is what the bot answers.
        base: what both began with; None where that is not known.
    """

    message = _("A colleague has changed this question in the meantime. Compare both texts before you save.")

    def __init__(self, mine: Content, theirs: Content, base: Content | None, number: int, author: str, *, published: bool) -> None:
        super().__init__(number)
        self.mine, self.theirs, self.base = mine, theirs, base
        self.number, self.author, self.published = number, author, published


class HasErrors(FaqError):
    """It must be corrected before it can be published. `findings` has the errors."""

    message = _("Please correct what is marked as an error; then it can be published.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


class NothingInherited(FaqError):
    """No agency above has a published FAQ of this key."""

    message = _("No agency above yours has this question.")


class NoteMissing(FaqError):
    """A version is returned with a note."""

    message = _("Please write what the author should change.")

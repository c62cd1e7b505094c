"""What can be wrong with a step in the life of a service's record; each says it in words that staff understand.

EditingError
├── UnknownService     there is no such service, version or office
├── KeyTaken           the agency has a service, or an office, of this key already
├── WrongKey           the key cannot be used
├── WrongState         somebody was faster, or the step comes out of turn
├── EditedMeanwhile    another version came in between; carries both contents and the one that both began with
├── HasErrors          it cannot be published as it is; carries the findings
├── HoldsPersonalNumbers  not even as a draft: every version is kept; carries the findings
├── HasContradictions  somebody must say that these statements are right; carries the findings
├── NothingInherited   no agency above has this service
├── NoteMissing        the author must be told what to change
├── OfficeInUse        services name the office; carries their keys
└── OfficeEdited       the office was changed since the page was opened
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing.content import Content
from bot.catalogue.editing.finding import Finding


class EditingError(Exception):
    """A step that was not taken. `message` is for staff, translated when it is shown."""

    message: str | Promise = _("This could not be done.")

    def __str__(self) -> str:
        return str(self.message)


class UnknownService(EditingError):
    """There is no such service or version."""

    message = _("This service, or this version of it, does not exist any more.")


class KeyTaken(EditingError):
    """The agency has one of this key already."""

    message = _("Your agency already uses this short name. Choose another one.")


class WrongKey(EditingError):
    """The key does not have the form of a key."""

    message = _(
        "A short name has at most 40 lower-case letters and digits, with single hyphens between them, for example birth-certificate."
    )


class WrongState(EditingError):
    """The version is not in a state from which this step is possible. `state` is the one it is in."""

    message = _("A colleague has already changed the state of this version. Open the service again to see where it stands.")

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class EditedMeanwhile(EditingError):
    """Another version was made since.

    Attributes:
        mine: what was to be stored.
        theirs: what is there now, as version `number`, by `author`; `published` tells whether it is what the bot answers.
        base: what both began with; None where that is not known.
    """

    message = _("A colleague has changed this service in the meantime. Compare both before you save.")

    def __init__(self, mine: Content, theirs: Content, base: Content | None, number: int, author: str, *, published: bool) -> None:
        super().__init__(number)
        self.mine, self.theirs, self.base = mine, theirs, base
        self.number, self.author, self.published = number, author, published


class HasErrors(EditingError):
    """It must be corrected before it can be published. `findings` has the errors."""

    message = _("Please correct what is marked as an error; then the service can be published.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


class HasContradictions(HasErrors):
    """Somebody must look at them and say that they are right."""

    message = _("Some statements do not agree with each other. Correct them, or confirm that you have looked at them.")


class HoldsPersonalNumbers(HasErrors):
    """Somebody's own number stands in a text."""

    message = _("Somebody's own number stands in a text. Nothing was stored; please take it out first.")


class NothingInherited(EditingError):
    """No agency above has a service of this key."""

    message = _("No agency above yours has this service.")


class NoteMissing(EditingError):
    """A version is returned with a note."""

    message = _("Please write what the author should change.")


class OfficeInUse(EditingError):
    """Services name the office. `services` has their keys."""

    message = _("Services name this office, so it cannot be removed yet. Choose another office for them first.")

    def __init__(self, services: Sequence[str]) -> None:
        super().__init__(len(services))
        self.services = tuple(services)


class OfficeEdited(EditingError):
    """Another person has changed the office."""

    message = _("A colleague has changed this office in the meantime. Open it again, and enter your change once more.")

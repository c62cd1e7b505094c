"""Whether somebody may activate a release: never the one who asked for its training, as long as there is anybody else."""

from __future__ import annotations

import enum

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bot.releases.models import Release
from bot.releases.problems import NeedsSecondPerson
from bot.staff.context import StaffContext, name_of
from bot.staff.permissions import ALLOWED, Permission


class Standing(enum.Enum):
    """How somebody stands to a release."""

    SECOND = "second"
    """Somebody else asked for the training, or the schedule did."""
    ALONE = "alone"
    """They asked for it, and theirs is the only account of the installation that is in use."""
    OWN = "own"
    """They asked for it, and there is somebody else."""


def standing(by: StaffContext, release: Release) -> Standing:
    """How the person stands to the release."""
    if release.run.requested_by_id != by.user.pk:
        return Standing.SECOND
    return Standing.OWN if _others(by).exists() else Standing.ALONE


def check(by: StaffContext, release: Release, *, confirmed_alone: bool) -> bool:
    """Whether the person confirms their own training; else somebody else does.

    Raises:
        NeedsSecondPerson: a second person is needed, or the confirmation that there is none.
    """
    found = standing(by, release)
    if found is Standing.OWN:
        raise NeedsSecondPerson(who_can(by))
    if found is Standing.ALONE and not confirmed_alone:
        raise NeedsSecondPerson(_("Confirm that nobody else can look at it."), alone=True)
    return found is Standing.ALONE


def who_can(by: StaffContext) -> str:
    """A sentence that says whom to ask; names are of the person's own agency only."""
    may = [role for role, allowed in ALLOWED.items() if Permission.ACTIVATE_RELEASE in allowed]
    colleagues = _others(by).filter(memberships__agency=by.agency, memberships__role__in=may, memberships__suspended=False).distinct()
    names = ", ".join(name_of(user) for user in colleagues.order_by("username")[:5])
    if names:
        return _("You asked for this training, so somebody else must look at it. Ask: %(names)s.") % {"names": names}
    return _("You asked for this training, so somebody else must look at it. Invite a reviewer under “Team”.")


def _others(by: StaffContext) -> QuerySet[User]:
    """Everybody else of the installation who gets in."""
    inside = Q(is_superuser=True) | Q(memberships__suspended=False)
    return User.objects.filter(inside, is_active=True).exclude(pk=by.user.pk).distinct()

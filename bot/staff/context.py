"""Who is asking, for which agency, and what they may do there."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from bot.catalogue.models import Agency
from bot.staff.models import Membership
from bot.staff.permissions import Permission, Role, permissions_of


@dataclass(frozen=True)
class StaffContext:
    """A signed-in person in one of their agencies."""

    user: User
    agency: Agency
    roles: frozenset[Role]
    permissions: frozenset[Permission]

    def can(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return permission in self.permissions


class StaffRequest(HttpRequest):
    """A request from somebody who is signed in; `staff` is there on the pages of an agency only."""

    user: User
    staff: StaffContext
    htmx: HtmxDetails


def name_of(user: User) -> str:
    """A person's name for colleagues; their e-mail as long as they have given none."""
    return user.get_full_name() or user.get_username()


def name_kept(user: User | None) -> str:
    """The same for a record that outlives the account; empty when no person did it."""
    return name_of(user)[:150] if user is not None else ""


def staff_context(user: User, agency_key: str) -> StaffContext | None:
    """Who the person is in that agency; None when they have no business there, or there is no such agency."""
    if user.is_superuser:
        agency = Agency.objects.filter(key=agency_key).first()
        return StaffContext(user, agency, frozenset({Role.ADMINISTRATOR}), frozenset(Permission)) if agency else None
    memberships = list(Membership.objects.filter(user=user, agency__key=agency_key, suspended=False).select_related("agency"))
    if not memberships:
        return None
    roles = frozenset(Role(one.role) for one in memberships)
    return StaffContext(user, memberships[0].agency, roles, permissions_of(roles))


def stopped_agencies_of(user: User) -> list[Agency]:
    """The agencies of which an administrator has stopped the person's access, in the order of their keys."""
    return list(Agency.objects.filter(memberships__user=user, memberships__suspended=True).distinct().order_by("key"))


def administrators_of(agency: Agency) -> list[str]:
    """The names of those who can give access back, a few at most."""
    inside = {"memberships__agency": agency, "memberships__role": Role.ADMINISTRATOR, "memberships__suspended": False}
    return [name_of(user) for user in User.objects.filter(is_active=True, **inside).distinct().order_by("username")[:5]]


def agencies_of(user: User) -> list[Agency]:
    """The agencies among which the person chooses, in the order of their keys."""
    if user.is_superuser:
        return list(Agency.objects.order_by("key"))
    return list(Agency.objects.filter(memberships__user=user, memberships__suspended=False).distinct().order_by("key"))

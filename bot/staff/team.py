"""The members of an agency: their roles, and whether they have access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bot.catalogue.models import Agency
from bot.staff import audit, words  # noqa: F401 - the words are declared by loading them
from bot.staff.context import StaffContext
from bot.staff.models import Membership
from bot.staff.permissions import Role
from bot.staff.problem import StaffProblem


@dataclass
class Member:
    """One person of a team."""

    user: User
    suspended: bool
    roles: list[Role] = field(default_factory=list)

    @property
    def has_access(self) -> bool:
        """Whether the person gets in: neither stopped here nor closed everywhere."""
        return not self.suspended and self.user.is_active


def members(agency: Agency) -> list[Member]:
    """The team in the order of their names."""
    found: dict[int, Member] = {}
    rows = Membership.objects.filter(agency=agency).select_related("user").order_by("user__first_name", "user__username")
    for row in rows:
        member = found.setdefault(row.user_id, Member(row.user, row.suspended))
        member.roles.append(Role(row.role))
    for member in found.values():
        member.roles.sort(key=list(Role).index)
    return list(found.values())


def find_member(agency: Agency, user_id: int) -> Member | None:
    """One person of that team."""
    return next((one for one in members(agency) if one.user.pk == user_id), None)


def change_roles(by: StaffContext, user_id: int, roles: Iterable[Role]) -> None:
    """Give a member exactly these roles.

    Raises:
        StaffProblem: no role is left, the person is no member, or the agency would have no administrator.
    """
    wanted = set(roles)
    if not wanted:
        raise StaffProblem(_("Choose at least one role. To keep this person out, stop the access instead."))
    with transaction.atomic():
        member = _locked_member(by.agency, user_id)
        if Role.ADMINISTRATOR not in wanted:
            _keep_an_administrator(by.agency, member)
        own = Membership.objects.filter(agency=by.agency, user=member.user)
        own.exclude(role__in=wanted).delete()
        for role in wanted.difference(member.roles):
            Membership.objects.create(agency=by.agency, user=member.user, role=role, suspended=member.suspended)
        if wanted != set(member.roles):
            before, after = {"roles": sorted(member.roles)}, {"roles": sorted(wanted)}
            audit.record(by, by.agency, "member.roles", "member", member.user.get_username(), before, after)


def set_suspended(by: StaffContext, user_id: int, suspended: bool) -> bool:
    """Stop a member's access to this agency, or give it back; False when it was so already.

    Raises:
        StaffProblem: the person is no member, or the agency would have no administrator.
    """
    with transaction.atomic():
        member = _locked_member(by.agency, user_id)
        if suspended:
            _keep_an_administrator(by.agency, member)
        own = Membership.objects.filter(agency=by.agency, user=member.user, suspended=not suspended)
        changed = own.update(suspended=suspended) > 0
        if changed:
            action = "member.suspended" if suspended else "member.resumed"
            audit.record(
                by, by.agency, action, "member", member.user.get_username(), {"suspended": not suspended}, {"suspended": suspended}
            )
    return changed


def _locked_member(agency: Agency, user_id: int) -> Member:
    # Two administrators who remove each other at the same moment wait here; the second finds itself to be the last.
    Agency.objects.select_for_update().get(pk=agency.pk)
    member = find_member(agency, user_id)
    if member is None:
        raise StaffProblem(_("This person does not belong to the team."))
    return member


def _keep_an_administrator(agency: Agency, leaving: Member) -> None:
    administrators = Membership.objects.filter(agency=agency, role=Role.ADMINISTRATOR, suspended=False, user__is_active=True)
    if Role.ADMINISTRATOR in leaving.roles and leaving.has_access and not administrators.exclude(user=leaving.user).exists():
        raise StaffProblem(_("This is the last administrator of the agency. Make somebody else an administrator first."))

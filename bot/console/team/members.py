"""The team of an agency: who belongs to it, as what, and with or without access."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.team.forms import RolesForm
from bot.staff import helping, invitations, second_factor, signing_in
from bot.staff import team as domain
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission, Role
from bot.staff.problem import StaffProblem


@staff_page(Permission.MANAGE_TEAM)
def team(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Members and open invitations."""
    open_ones = [
        {"invitation": one, "roles": [Role(role).label for role in one.roles], "ended": one.expires <= timezone.now()}
        for one in invitations.open_invitations(staff.agency)
    ]
    members = domain.members(staff.agency)
    locked = signing_in.locked_until(one.user.get_username() for one in members)
    rows = [{"member": one, "locked": one.user.get_username() in locked} for one in members]
    return render(request, "console/team/team.html", {"rows": rows, "invitations": open_ones})


@staff_page(Permission.MANAGE_TEAM, "GET", "POST")
def roles(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Change the roles of one member."""
    found = member_of(staff, member)
    form = RolesForm(request.POST or None, initial={"roles": found.roles})
    if request.method == "POST" and not request.POST.get("roles"):
        form = RolesForm(request.POST)
    if form.is_valid():
        try:
            domain.change_roles(staff, member, form.cleaned_data["roles"])
        except StaffProblem as problem:
            form.add_error("roles", problem.sentence)
        else:
            messages.success(request, _("The roles are changed."))
            return redirect("console:team", agency=staff.agency.key)
    username = found.user.get_username()
    context = {
        "member": found,
        "form": form,
        "locked_until": signing_in.locked_until([username]).get(username),
        "has_second_factor": second_factor.device_of(found.user) is not None,
        "in_hand": helping.in_hand(staff, found.user),
    }
    return render(request, "console/team/member.html", context)


@staff_page(Permission.MANAGE_TEAM, "POST")
def suspend(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Stop a member's access to this agency."""
    return _set_suspended(request, staff, member, True)


@staff_page(Permission.MANAGE_TEAM, "POST")
def resume(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Give a member's access back."""
    return _set_suspended(request, staff, member, False)


def _set_suspended(request: StaffRequest, staff: StaffContext, number: int, suspended: bool) -> HttpResponse:
    member_of(staff, number)
    try:
        domain.set_suspended(staff, number, suspended)
    except StaffProblem as problem:
        messages.error(request, str(problem.sentence))
        return redirect("console:team-member", agency=staff.agency.key, member=number)
    messages.success(request, _("The access is stopped.") if suspended else _("The access is given back."))
    return redirect("console:team", agency=staff.agency.key)


def member_of(staff: StaffContext, number: int) -> domain.Member:
    """One person of the team; for anybody else there is no such page."""
    found = domain.find_member(staff.agency, number)
    if found is None:
        raise Http404
    return found

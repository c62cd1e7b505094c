"""Helping a member of the team who cannot get in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.team.members import member_of
from bot.staff import helping, signing_in
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.links import link_of
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem


@staff_page(Permission.MANAGE_TEAM, "POST")
def unlock(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Let a member who guessed too often try again at once."""
    if signing_in.unlock(request.user, member_of(staff, member).user):
        messages.success(request, _("The sign-in is unlocked."))
    else:
        messages.info(request, _("The sign-in is not locked."))
    return _back(staff, member)


@staff_page(Permission.MANAGE_TEAM, "POST")
def forget_second_factor(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Take the second factor from a member whose telephone is lost."""
    try:
        removed = helping.forget_second_factor(staff, member_of(staff, member).user)
    except StaffProblem as problem:
        messages.error(request, str(problem.sentence))
    else:
        if removed:
            messages.success(request, _("The second factor is removed, and the person is signed out everywhere."))
        else:
            messages.info(request, _("No second factor is set up."))
    return _back(staff, member)


@staff_page(Permission.MANAGE_TEAM, "POST")
def password_link(request: StaffRequest, staff: StaffContext, member: int) -> HttpResponse:
    """Make a link on which a member sets a new password; it is shown once."""
    account = member_of(staff, member).user
    try:
        token = helping.password_link(staff, account)
    except StaffProblem as problem:
        messages.error(request, str(problem.sentence))
        return _back(staff, member)
    # Shown by the answer itself, not after a redirect, as the link of an invitation is.
    return render(request, "console/team/password_link.html", {"account": account, "link": link_of(token, request)})


def _back(staff: StaffContext, member: int) -> HttpResponse:
    return redirect("console:team-member", agency=staff.agency.key, member=member)

"""Inviting colleagues by a link, which whoever invites passes on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.team.forms import InviteForm
from bot.staff import invitations as domain
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.links import link_of
from bot.staff.models import Invitation
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem


@staff_page(Permission.MANAGE_TEAM, "GET", "POST")
def invite(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Invite somebody; the link is shown once."""
    form = InviteForm(request.POST or None, initial={"language": staff.agency.default_language})
    if form.is_valid():
        asked = form.cleaned_data
        try:
            invitation, token = domain.invite(staff, asked["email"], asked["roles"], asked["language"])
        except StaffProblem as problem:
            form.add_error("email", problem.sentence)
        else:
            return _show(request, invitation, token)
    return render(request, "console/team/invite.html", {"form": form})


@staff_page(Permission.MANAGE_TEAM, "POST")
def renew(request: StaffRequest, staff: StaffContext, invitation: int) -> HttpResponse:
    """Make a new link for an open invitation; it is shown once."""
    _belongs(staff, invitation)
    renewed = domain.renew(staff, invitation)
    if renewed is None:
        messages.info(request, _("This invitation is no longer open."))
        return redirect("console:team", agency=staff.agency.key)
    return _show(request, *renewed)


@staff_page(Permission.MANAGE_TEAM, "POST")
def revoke(request: StaffRequest, staff: StaffContext, invitation: int) -> HttpResponse:
    """Withdraw an open invitation."""
    _belongs(staff, invitation)
    if domain.revoke(staff, invitation):
        messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    else:
        messages.info(request, _("This invitation is no longer open."))
    return redirect("console:team", agency=staff.agency.key)


def _belongs(staff: StaffContext, number: int) -> None:
    if not Invitation.objects.filter(pk=number, agency=staff.agency).exists():
        raise Http404


def _show(request: StaffRequest, invitation: Invitation, token: str) -> HttpResponse:
    # Shown by the answer itself, not after a redirect: the link is kept nowhere, not even in a session.
    return render(request, "console/team/link.html", {"invitation": invitation, "link": link_of(token, request)})

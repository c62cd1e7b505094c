"""My account: what there is about me, and the browsers in which I am signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.staff import second_factor, sessions
from bot.staff.access import signed_in
from bot.staff.context import StaffRequest


@signed_in()
def account(request: StaffRequest) -> HttpResponse:
    """Password, second factor and sessions at a glance."""
    context = {
        "sessions": sessions.sessions_of(request.user),
        "own_key": request.session.session_key,
        "has_second_factor": second_factor.device_of(request.user) is not None,
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "console/account/account.html", context)


@signed_in("POST")
def end(request: StaffRequest, session: int) -> HttpResponse:
    """Sign out another browser."""
    if sessions.end(request.user, session):
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("That browser was signed out already."))
    return redirect("console:account")


@signed_in("POST")
def end_others(request: StaffRequest) -> HttpResponse:
    """Sign out every browser but this one."""
    ended = sessions.end_others(request.user, request)
    sentence = ngettext("%(number)d other browser is signed out.", "%(number)d other browsers are signed out.", ended)
    messages.success(request, sentence % {"number": ended})
    return redirect("console:account")

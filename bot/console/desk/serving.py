"""What changes who serves a conversation, and how it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.case import case_page
from bot.console.desk.forms import CloseForm
from bot.console.desk.moving import destination
from bot.console.desk.objects import claim_in, handoff_of, is_mine, number_in
from bot.desk import giving_back, merging, ownership, presence, tagging
from bot.desk.errors import LeaseOver, NotWaiting
from bot.desk.models import Handoff
from bot.desk.window import window_of
from bot.privacy.masking import mask_identity_numbers
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem


@staff_page(Permission.CONVERSE, "POST")
def claim(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Take a waiting conversation; of many who try at once one gets it, and the others see who."""
    row = handoff_of(staff, handoff)
    now = timezone.now()
    presence.seen(staff.user, staff.agency, now)
    try:
        ownership.claim(row.pk, staff.user, now)
    except NotWaiting as error:
        if not is_mine(staff, handoff_of(staff, handoff)):
            messages.warning(request, taken_by(error.by))
    return _to_case(staff, row)


@staff_page(Permission.CONVERSE, "POST")
def release(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Put it back into the queue, at its old place."""
    row = handoff_of(staff, handoff)
    mine = claim_in(request, staff, row)
    return _done(request, staff, row, lambda: ownership.release(mine, timezone.now()), _("The conversation waits again, at its old place."))


@staff_page(Permission.CONVERSE, "POST")
def transfer(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Pass it on to a colleague, a unit or another agency, with a remark."""
    row = handoff_of(staff, handoff)
    remark = mask_identity_numbers(request.POST.get("remark", "").strip()[:300]).text
    try:
        to = destination(staff, row, request.POST.get("to", ""))
    except StaffProblem as problem:
        messages.error(request, str(problem.sentence))
        return _to_case(staff, row)
    mine, now = claim_in(request, staff, row), timezone.now()
    said = _("The conversation is passed on.")
    if to.get("to") is None:
        # Of a colleague the citizen is told nothing anyway.
        said = _and_untold(said, row, now)
    return _done(request, staff, row, lambda: ownership.transfer(mine, now, remark=remark, **to), said)


@staff_page(Permission.CONVERSE, "POST")
def close(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """End it: how it ended and what was settled; the assistant answers again."""
    row = handoff_of(staff, handoff)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how the conversation ended."))
        return _to_case(staff, row)
    given, mine, now = form.cleaned_data, claim_in(request, staff, row), timezone.now()
    outcome = Handoff.Outcome(given["outcome"])
    said = _("The conversation is closed. The assistant answers this citizen again.")
    if given["closing"]:
        said = _and_untold(said, row, now)
    return _done(
        request,
        staff,
        row,
        lambda: giving_back.give_back(mine, now, outcome, settled=given["settled"], closing=given["closing"]),
        said,
    )


@staff_page(Permission.CONVERSE, "POST")
def merge(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Join a repeated request with this one."""
    row, other = handoff_of(staff, handoff), handoff_of(staff, number_in(request, "other"))
    try:
        merging.merge(claim_in(request, staff, row), other.pk, timezone.now())
    except LeaseOver as error:
        messages.warning(request, lost_to(error.by))
    except NotWaiting as error:
        messages.warning(request, taken_by(error.by))
    else:
        messages.success(request, _("The two requests are one now."))
    return _to_case(staff, row)


@staff_page(Permission.CONVERSE, "POST")
def tags(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Give the conversation tags, by which it is found again; also after it has ended."""
    row = handoff_of(staff, handoff)
    tagging.set_tags(row, tagging.as_tags(request.POST.get("tags", "")))
    messages.success(request, _("The tags are saved."))
    return _to_case(staff, row)


def taken_by(name: str) -> str:
    """What somebody reads who came too late."""
    return _("%(name)s serves this conversation already.") % {"name": name} if name else _("This conversation no longer waits.")


def lost_to(name: str) -> str:
    """What somebody reads whose claim is over."""
    if name:
        return _("%(name)s serves this conversation now.") % {"name": name}
    return _("This conversation is no longer yours, because your page was not heard from for a while. Take it over again to go on.")


def lost(request: StaffRequest, staff: StaffContext, row: Handoff, error: LeaseOver, text: str = "") -> HttpResponse:
    """The page for somebody whose claim is over: who has the conversation now, and the text that was typed."""
    return case_page(request, staff, handoff_of(staff, row.pk), status=409, lost=lost_to(error.by), kept_text=text)


def _and_untold(said: str, row: Handoff, now: dt.datetime) -> str:
    """The sentence, and that the citizen hears nothing of it, where the platform takes no free text any more."""
    if window_of(row.conversation, now).is_open:
        return said
    return f"{said} {_('The citizen cannot be told in the chat now: the time for writing freely is over.')}"


def _done(request: StaffRequest, staff: StaffContext, row: Handoff, act: Callable[[], object], told: str) -> HttpResponseBase:
    try:
        act()
    except LeaseOver as error:
        return lost(request, staff, row, error, request.POST.get("text", ""))
    messages.success(request, told)
    response = redirect("console:desk", agency=staff.agency.key)
    response["Location"] += "?list=mine"
    return response


def _to_case(staff: StaffContext, row: Handoff) -> HttpResponse:
    return redirect("console:desk-case", agency=staff.agency.key, handoff=row.pk)

"""What an open page says and hears: that it is there, and what has changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.desk_stream import Listening, desk_stream
from bot.console.desk.objects import claim_in, handoff_of, number_in
from bot.desk import ownership, presence
from bot.desk.changes import Place, present_place
from bot.desk.errors import LeaseOver
from bot.desk.lists import counts
from bot.pipeline import event_format
from bot.staff.access import safe_next, staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.CONVERSE)
def events(request: StaffRequest, staff: StaffContext) -> HttpResponseBase:
    """Server-sent events: what happened at the desk, and that the conversation on the page has changed."""
    number = number_in(request, "case")
    handoff = handoff_of(staff, number) if number else None
    # A browser that connects again by itself says what it has seen in a header.
    place = Place.read(request.headers.get("Last-Event-ID") or request.GET.get("place", ""))
    listening = Listening(staff.user.pk, request.session.session_key or "", staff.agency, handoff)
    stream = desk_stream(listening, place or present_place(staff.agency, handoff))
    return StreamingHttpResponse(stream, content_type=event_format.CONTENT_TYPE, headers=event_format.HEADERS)


@staff_page(Permission.CONVERSE, "POST")
def here(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The page is open: the person is there, and what they serve stays theirs. 409 when the claim that the page holds is over."""
    now = timezone.now()
    presence.seen(staff.user, staff.agency, now)
    ownership.renew_all(staff.user, staff.agency, now)
    number = number_in(request, "case")
    if number and request.POST.get("token"):
        handoff = handoff_of(staff, number)
        try:
            ownership.held(claim_in(request, staff, handoff))
        except LeaseOver as error:
            return JsonResponse({"by": error.by}, status=409)
    return JsonResponse({"counts": counts(staff.user, staff.agency).as_json()})


@staff_page(Permission.CONVERSE, "POST")
def availability(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Go on duty, or take a break."""

    available = request.POST.get("available") == "yes"
    presence.set_available(staff.user, staff.agency, available, timezone.now())
    messages.success(request, _("You are on duty: new conversations are offered to you.") if available else _("You are on a break."))
    return redirect(safe_next(request.POST.get("next")))

"""What is written in a conversation: replies to the citizen, notes to colleagues, and drafts."""

from __future__ import annotations

import re
import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.console.desk.forms import LONGEST_REPLY, links_in
from bot.console.desk.objects import claim_in, handoff_of, number_in
from bot.console.desk.serving import lost, lost_to
from bot.console.desk.templates_offered import Offered, templates_offered
from bot.desk import canned, notes, ownership, replying
from bot.desk.errors import LeaseOver, WindowOver
from bot.desk.models import Handoff
from bot.desk.operator_typing import operator_types
from bot.desk.timeline import item_of
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

# What is too long to be sent is still what somebody has typed.
_LONGEST_DRAFT = 4 * LONGEST_REPLY
_CLIENT_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")


@staff_page(Permission.CONVERSE, "POST")
def reply(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Send a reply. For the page's script the answer is the new row, 409 with who has the conversation, or 422 with what is wrong."""
    row = handoff_of(staff, handoff)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    client_id = request.POST.get("client_id", "")
    template = request.POST.get("template", "")
    try:
        links = links_in(request.POST.getlist("link_title"), request.POST.getlist("link_url"))
        chosen = _checked(staff, row, text, bool(links), template)
        message = replying.reply(
            claim_in(request, staff, row),
            text,
            timezone.now(),
            client_id=client_id if _CLIENT_ID.fullmatch(client_id) else uuid.uuid4().hex,
            links=links,
            template=template,
            values=chosen.values if chosen is not None else None,
        )
    except LeaseOver as error:
        if request.htmx:
            return render(request, "console/desk/refused.html", {"sentence": lost_to(error.by), "lost": True}, status=409)
        return lost(request, staff, row, error, text)
    except WindowOver:
        return _wrong(request, staff, row, _("The platform takes no free text any more, because the citizen wrote too long ago."))
    except forms.ValidationError as error:
        return _wrong(request, staff, row, " ".join(error.messages))
    canned.note_use(staff.agency, [int(number) for number in request.POST.getlist("canned") if number.isdecimal() and len(number) < 10])
    if request.htmx:
        return render(request, "console/desk/items.html", {"items": [item_of(message)], "handoff": row, "mine": True})
    return _to_case(staff, row)


@staff_page(Permission.CONVERSE, "POST")
def retry(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Send a reply again that could not be sent."""
    row = handoff_of(staff, handoff)
    try:
        replying.retry(claim_in(request, staff, row), number_in(request, "message"), timezone.now())
    except LeaseOver as error:
        return lost(request, staff, row, error)
    messages.success(request, _("The message is sent again."))
    return _to_case(staff, row)


@staff_page(Permission.CONVERSE, "POST")
def note(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponseBase:
    """Leave a note for colleagues, whoever serves the conversation."""
    row = handoff_of(staff, handoff)
    text = request.POST.get("note", "").replace("\r\n", "\n").strip()
    if text:
        notes.add_note(row, staff.user, text)
    else:
        messages.error(request, _("Write something into the note first."))
    return _to_case(staff, row)


@staff_page(Permission.CONVERSE, "POST")
def draft(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponse:
    """Keep what is being typed, and let the citizen see that somebody types. 409 when the conversation is no longer the person's."""
    row = handoff_of(staff, handoff)
    claim = claim_in(request, staff, row)
    try:
        ownership.held(claim)
    except LeaseOver as error:
        return render(request, "console/desk/refused.html", {"sentence": lost_to(error.by), "lost": True}, status=409)
    text = request.POST.get("text", "")[:_LONGEST_DRAFT]
    ownership.keep_draft(claim, text)
    if text.strip():
        operator_types(row)
    return HttpResponse(status=204)


def _checked(staff: StaffContext, row: Handoff, text: str, with_links: bool, template: str) -> Offered | None:
    if not text and not with_links:
        raise forms.ValidationError(_("Write something first."))
    if len(text) > LONGEST_REPLY:
        raise forms.ValidationError(_("This is too long: at most %(most)d characters.") % {"most": LONGEST_REPLY})
    if not template:
        return None
    chosen = next((one for one in templates_offered(staff, row) if one.name == template), None)
    if chosen is None:
        raise forms.ValidationError(_("Choose one of the templates."))
    if not text:
        raise forms.ValidationError(_("Write something first."))
    if chosen.missing:
        raise forms.ValidationError(_("This template cannot be used here: something is missing in it."))
    return chosen


def _wrong(request: StaffRequest, staff: StaffContext, row: Handoff, sentence: str) -> HttpResponseBase:
    if request.htmx:
        return render(request, "console/desk/refused.html", {"sentence": sentence}, status=422)
    messages.error(request, sentence)
    return _to_case(staff, row)


def _to_case(staff: StaffContext, row: Handoff) -> HttpResponse:
    return redirect("console:desk-case", agency=staff.agency.key, handoff=row.pk)

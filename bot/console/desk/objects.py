"""What the addresses of the desk name, within the agency of the address, and the claim that a page holds."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from bot.desk.models import Callback, Duty, Handoff
from bot.desk.ownership import Claim
from bot.desk.routing import overflow_of
from bot.languages import LANGUAGES
from bot.staff.context import StaffContext, StaffRequest


def handoff_of(staff: StaffContext, number: int) -> Handoff:
    """A handoff that the agency serves, or helps another agency with; else the page is not found."""
    rows = Handoff.objects.filter(pk=number).select_related("conversation__contact", "agency", "operator", "unit__overflow_to")
    row: Handoff | None = rows.order_by().first()
    if row is None:
        raise Http404
    if row.agency_id == staff.agency.pk:
        return row
    helper = row.unit.overflow_to if row.unit is not None else None
    if helper is None or helper.agency_id != staff.agency.pk:
        raise Http404
    if row.operator_id != staff.user.pk and overflow_of(row, timezone.now()) is None:
        raise Http404
    return row


def callback_of(staff: StaffContext, number: int) -> Callback:
    """A callback of the agency; else the page is not found."""
    row = Callback.objects.filter(agency=staff.agency, pk=number).select_related("agency").first()
    if row is None:
        raise Http404
    return row


def claim_in(request: StaffRequest, staff: StaffContext, handoff: Handoff) -> Claim:
    """The claim that the page says it holds; whether that is so still is asked with each change."""
    return Claim(handoff.pk, staff.user, request.POST.get("token", "")[:32] or "-")


def is_mine(staff: StaffContext, handoff: Handoff) -> bool:
    """Whether the person serves it."""
    return handoff.state == Handoff.State.CLAIMED and handoff.operator_id == staff.user.pk


def own_language(staff: StaffContext) -> str:
    """The language in which the person reads the catalogue: that of the page, or the agency's where the page is in another."""
    shown = get_language() or ""
    return shown if shown in LANGUAGES else staff.agency.default_language


def writes(duty: Duty, language: str) -> bool:
    """Whether the person can write to a citizen in that language: as their duty says, or else as the page is shown."""
    return language in (duty.languages or [get_language()])


def number_in(request: StaffRequest, name: str) -> int:
    """A number that a form or an address carries; 0, which no row has, when it is none."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

"""The FAQ that an address names, within the agency of the address, and the day there."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.http import Http404
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.faq.lookup import Found, find
from bot.faq.models import Faq
from bot.staff.context import StaffContext, StaffRequest


def found_or_404(staff: StaffContext, key: str) -> Found:
    """The FAQ as the agency sees it."""
    found = find(staff.agency, key)
    if found is None:
        raise Http404
    return found


def own_or_404(staff: StaffContext, key: str) -> Faq:
    """The agency's own row."""
    own = found_or_404(staff, key).own
    if own is None:
        raise Http404
    return own


def today(agency: Agency) -> dt.date:
    """The day at the agency."""
    return timezone.now().astimezone(zone_of(agency)).date()


def zone_of(agency: Agency) -> dt.tzinfo:
    """The agency's time zone."""
    return zoneinfo.ZoneInfo(agency.timezone)


def number_in(request: StaffRequest, name: str = "number") -> int:
    """A number that a form or an address carries; 0, which no version has, when it is none."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

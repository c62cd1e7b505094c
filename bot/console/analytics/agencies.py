"""The agencies side by side, for the administrator of the installation."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from bot.analytics import figures
from bot.catalogue.models import Agency
from bot.console.analytics import wording
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section
from bot.console.templatetags.console import agency_name

_PAGE = 50


def agencies(reading: Reading) -> Section:
    """The main figures of every agency, for the download."""
    return _section(reading, list(Agency.objects.order_by("key")))


def page_of_agencies(reading: Reading, number: str) -> tuple[Section, Page[Agency]]:
    """The main figures of the agencies of one page."""
    page = Paginator(Agency.objects.order_by("key"), _PAGE).get_page(number)
    return _section(reading, list(page.object_list)), page


def _section(reading: Reading, found: list[Agency]) -> Section:
    totals = figures.totals_by_agency([agency.pk for agency in found], reading.period)
    rows = []
    for agency in found:
        one = totals[agency.pk]
        shares = (wording.points(one.share(key)) for key in ("answer", "refuse", "handoff"))
        satisfied = wording.points(one.satisfaction)
        rows.append((agency_name(agency), one.messages, one.conversations, *shares, wording.seconds(one.median_time), satisfied))
    columns = (
        *(_("Agency"), _("Messages"), _("Conversations")),
        *(f"{wording.OUTCOMES[key]} (%)" for key in ("answer", "refuse", "handoff")),
        *(_("Half within (seconds)"), _("Satisfied (%)")),
    )
    return Section("agencies", _("Agencies"), "", columns, tuple(rows))

"""The list of services, and the list of what is to be looked at again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.catalogue.editing.overview import Filters, Ownership, Row
from bot.catalogue.editing.overview import services as all_services
from bot.catalogue.editing.surroundings import corpus_of
from bot.console.catalogue.facet_forms import choices
from bot.console.catalogue.rights import rights
from bot.console.catalogue.speech import named
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 40
OWNERSHIP: dict[str, Any] = {
    Ownership.OWN: _("your own"),
    Ownership.INHERITED: _("inherited"),
    Ownership.OVERRIDING: _("inherited, with changes"),
    Ownership.HIDDEN: _("not offered"),
    Ownership.NEW: _("new draft"),
}


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    search = forms.CharField(label=_("Search"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=choices(words.CATEGORIES, _("All")))
    ownership = forms.ChoiceField(label=_("Whose"), required=False, choices=choices(OWNERSHIP, _("All")))
    work = forms.ChoiceField(
        label=_("Work in progress"),
        required=False,
        choices=choices(
            {"any": _("everything in progress"), **{state: words.STATES[state] for state in ("draft", "in_review", "returned")}}, _("All")
        ),
    )
    due = forms.BooleanField(label=_("To be looked at again"), required=False)
    incomplete = forms.BooleanField(label=_("Not complete"), required=False)


@staff_page(Permission.VIEW_CONTENT)
def services(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Search and page through the services."""
    form = FilterForm(request.GET or None)
    filters = Filters(**form.cleaned_data) if form.is_valid() else Filters()
    rows = all_services(staff.agency, corpus_of(staff.agency), timezone.localdate())
    found = sorted((row for row in rows if filters.fits(row)), key=lambda row: named(row.name).casefold())
    if filters.incomplete:
        # Hardly any service has all fourteen: what lacks most comes first.
        found.sort(key=lambda row: row.complete)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_shown(row) for row in page],
        "query": f"{query.urlencode()}&" if query else "",
        "filtered": filters != Filters(),
        "any": bool(rows),
        "due": sum(row.due for row in rows),
        "formats": ("xlsx", "csv", "yaml"),
        **rights(staff),
        "waiting": sum(row.work == "in_review" for row in rows),
    }
    return render(request, "console/catalogue/services.html", context)


@staff_page(Permission.VIEW_CONTENT)
def review(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What is due to be compared with its sources, the longest overdue first; then what will be."""
    today = timezone.localdate()
    rows = [
        row for row in all_services(staff.agency, corpus_of(staff.agency), today) if row.ownership in (Ownership.OWN, Ownership.OVERRIDING)
    ]
    rows.sort(key=lambda row: (row.review_due or dt.date.min, row.key))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    offices = staff.agency.offices.filter(verified_on__lt=today - dt.timedelta(days=366)) | staff.agency.offices.filter(verified_on=None)
    context = {
        **rights(staff),
        "page": page,
        "query": "",
        "due": [_shown(row) for row in page if row.due],
        "later": [_shown(row) for row in page if not row.due],
        "offices": [{"key": office.key, "name": named(office.name), "verified_on": office.verified_on} for office in offices[:100]],
    }
    return render(request, "console/catalogue/review.html", context)


def _shown(row: Row) -> dict[str, Any]:
    return {
        "row": row,
        "name": named(row.name),
        "category": words.CATEGORIES.get(row.category, ""),
        "ownership": OWNERSHIP[row.ownership],
        "work": words.STATES.get(row.work, ""),
    }

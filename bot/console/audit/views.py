"""The record of changes of an agency."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bot.console.audit.forms import FilterForm
from bot.console.audit.targets import Targets
from bot.console.difference import difference
from bot.staff.access import staff_page
from bot.staff.audit import kind_words
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.models import AuditEntry
from bot.staff.permissions import Permission

_PAGE = 50


@staff_page(Permission.VIEW_AUDIT)
def changes(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Who changed what, and when; the newest first."""
    form = FilterForm(AuditEntry.objects.filter(agency=staff.agency), request.GET or None)
    entries = form.found() if form.is_bound else form.entries
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    page = list(entries.select_related("user")[: _PAGE + 1])
    query = request.GET.copy()
    older = ""
    if len(page) > _PAGE:
        query["before"] = str(page[_PAGE - 1].pk)
        older = query.urlencode()
    query.pop("before", None)
    targets = Targets(staff, page[:_PAGE])
    context = {
        "form": form,
        "entries": [
            {
                "entry": one,
                "kind": kind_words(one.target_kind),
                "target": targets.of(one),
                "difference": difference(targets.in_words(one.before), targets.in_words(one.after)),
            }
            for one in page[:_PAGE]
        ],
        "older": older,
        "newest": query.urlencode() if before else None,
        "filtered": any(value for key, value in request.GET.items() if key != "before"),
    }
    return render(request, "console/audit/changes.html", context)

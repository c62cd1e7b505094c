"""The working mode: one group at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.questions.panel import address, query_of, show, wanted_groups
from bot.questions.answered import already_answered
from bot.questions.models import QuestionGroup
from bot.questions.names import search
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


def group_of(staff: StaffContext, number: int) -> QuestionGroup:
    """A group of the agency; else the page is not found."""
    found = QuestionGroup.objects.filter(agency=staff.agency, pk=number).defer("vector").first()
    if found is None:
        raise Http404
    return found


@staff_page(Permission.TRIAGE_QUESTIONS)
def begin(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """On to the first group that fits the filter."""
    query = query_of(request)
    first = wanted_groups(staff, query).first()
    if first is None:
        messages.info(request, _("No question is waiting."))
    return redirect(address(staff, first.pk if first is not None else None, query))


@staff_page(Permission.VIEW_QUESTIONS)
def group(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponseBase:
    """One group; who may decide can do so here."""
    return show(request, staff, group_of(staff, group), query_of(request))


@staff_page(Permission.TRIAGE_QUESTIONS, "POST")
def check(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponse:
    """Whether the wording is answered already; a part of a page. Not by GET, because an address can end up in a log."""
    found = group_of(staff, group)
    answered = already_answered(staff.agency.key, (request.POST.get("text") or found.text)[:300])
    return render(request, "console/questions/answered.html", {"answered": answered, "group": found})


@staff_page(Permission.TRIAGE_QUESTIONS)
def find(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponse:
    """Services and FAQ with these words; a part of a page."""
    group_of(staff, group)
    words = request.GET.get("find", "").strip()[:100]
    return render(request, "console/questions/found.html", {"found": search(staff.agency, words) if words else [], "find": words})

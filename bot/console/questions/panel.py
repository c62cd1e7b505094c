"""One group as the working mode shows it, with what it can become."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bot.console.questions.forms import FilterForm, this_week
from bot.console.questions.listing import filter_query, reasons_of
from bot.console.questions.sparkline import sparklines
from bot.questions import decisions, queue
from bot.questions.models import GroupCandidate, QuestionGroup
from bot.questions.names import Destination, destinations, search
from bot.questions.together import related
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_SUGGESTIONS = 5
# What the bot thought less likely than this is no suggestion: each has a key that is quickly pressed.
_LEAST_LIKELY = 0.05
_Kind = GroupCandidate.Kind


def wanted_groups(staff: StaffContext, query: str) -> Any:
    """The groups that fit a filter, in order."""
    return queue.groups(staff.agency, FilterForm(QueryDict(query)).wanted() if query else queue.Wanted())


def address(staff: StaffContext, number: int | None, query: str) -> str:
    """Where a group is shown; the list when there is none."""
    key = staff.agency.key
    page = reverse("console:questions-group", args=[key, number]) if number else reverse("console:questions", args=[key])
    return f"{page}?{query}" if query else page


def next_number(staff: StaffContext, group: QuestionGroup, query: str) -> int | None:
    """The group behind this one; from the end on to the beginning; None when no other fits."""
    found = wanted_groups(staff, query).exclude(pk=group.pk)
    return queue.after(found, group) or found.values_list("pk", flat=True).first()


def show(request: StaffRequest, staff: StaffContext, group: QuestionGroup | None, query: str, **more: Any) -> HttpResponse:
    """The group, as a part of a page or as a whole one; with none, that all is done."""
    context = {"can_triage": staff.can(Permission.TRIAGE_QUESTIONS), "filter": query, "back": address(staff, None, query), **more}
    if group is not None:
        context |= _of_group(request, staff, group, query)
    if staff.can(Permission.TRIAGE_QUESTIONS):
        last = decisions.last_decided(staff)
        if last is not None:
            context |= {"last": last, "last_told": decisions.told(last), "last_draft": draft_address(staff, last)}
    # Going back in the browser asks for a whole page, too.
    part = bool(request.htmx) and not request.htmx.history_restore_request
    response = render(request, f"console/questions/{'panel' if part else 'work'}.html", context)
    if part and group is not None:
        response["HX-Push-Url"] = context["here_address"]
    return response


def _of_group(request: StaffRequest, staff: StaffContext, group: QuestionGroup, query: str) -> dict[str, Any]:
    found = wanted_groups(staff, query)
    previous = queue.before(found, group)
    behind = queue.after(found, group)
    words = request.GET.get("find", "").strip()[:100]
    is_open = group.state == QuestionGroup.State.OPEN
    return {
        "group": group,
        "is_open": is_open,
        "reasons": reasons_of(group),
        "sparkline": sparklines([group.pk], this_week())[group.pk],
        "wordings": list(group.wordings.exclude(text=group.text).order_by("-count", "pk")[:10]),
        "suggestions": suggestions(staff, group) if is_open else [],
        "related": related(group) if is_open and staff.can(Permission.TRIAGE_QUESTIONS) else [],
        "find": words,
        "found": search(staff.agency, words) if words else [],
        "told": "" if is_open else decisions.told(group),
        "draft": "" if is_open else draft_address(staff, group),
        "left": found.count(),
        "previous": address(staff, previous, query) if previous else "",
        "next": address(staff, behind, query) if behind else "",
        "here_address": address(staff, group.pk, query),
        "new_faq": f"{reverse('console:questions-new-faq', args=[staff.agency.key, group.pk])}?{urlencode({'filter': query})}",
    }


def draft_address(staff: StaffContext, group: QuestionGroup) -> str:
    """Where the draft stands that a decision has left to be published; empty when there is none."""
    key = decisions.draft_left(group)
    return reverse("console:faq-entry", args=[staff.agency.key, key]) if key and staff.can(Permission.VIEW_CONTENT) else ""


def suggestions(staff: StaffContext, group: QuestionGroup) -> list[Destination]:
    """What the bot thought the questions to be about, the likeliest first, as far as the agency still offers it."""
    rows = group.candidates.exclude(kind=_Kind.FACET).order_by("-score", "kind", "key")[: 3 * _SUGGESTIONS]
    scores = {(one.kind, one.key): one.score / max(group.count, 1) for one in rows}
    offered = destinations(staff.agency, scores)
    found = [Destination(one.kind, one.key, one.name, one.owner, min(1.0, scores[key])) for key, one in offered.items()]
    likely = [one for one in found if one.score >= _LEAST_LIKELY]
    return sorted(likely, key=lambda one: (-one.score, one.kind, one.key))[:_SUGGESTIONS]


def query_of(request: StaffRequest) -> str:
    """The filter that a form or an address carries."""
    given = QueryDict(request.POST["filter"]) if "filter" in request.POST else request.GET
    return filter_query(given)

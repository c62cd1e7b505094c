"""One conversation: its page, what is new in it, and the facts beside it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bot.console.desk.forms import CloseForm
from bot.console.desk.frame import frame
from bot.console.desk.moving import destinations, mergeable
from bot.console.desk.objects import handoff_of, is_mine, number_in, own_language, writes
from bot.console.desk.prepared import prepared
from bot.console.desk.summary import card_of
from bot.console.desk.templates_offered import templates_offered
from bot.desk import lists, notes, ownership
from bot.desk.clocks import clock_of
from bot.desk.desk_settings import settings_of
from bot.desk.duties import stored_duty
from bot.desk.errors import LeaseOver
from bot.desk.facts import ServiceFacts, facts_of, services_of
from bot.desk.models import Handoff
from bot.desk.tagging import usual_tags
from bot.desk.timeline import first_part, latest_part
from bot.desk.viewing import record_view, views_of
from bot.desk.wanted_calls import open_calls
from bot.desk.window import window_of
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_MOST_ROWS = 200


@staff_page(Permission.CONVERSE)
def case(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponse:
    """The whole page; whoever serves the conversation can write. That it was read is recorded."""
    row = handoff_of(staff, handoff)
    if is_mine(staff, row) and not row.lease_token:
        # Given by a colleague, and opened now. Taken away at this very moment: then the page says who has it.
        with suppress(LeaseOver):
            ownership.resume(row.pk, staff.user, timezone.now())
        row = handoff_of(staff, handoff)
    return case_page(request, staff, row)


def case_page(request: StaffRequest, staff: StaffContext, row: Handoff, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a conversation, also with what went wrong and the text that was not sent."""
    now = timezone.now()
    record_view(row, staff.user, now)
    duty = stored_duty(staff.user, staff.agency)
    mine = is_mine(staff, row)
    around = frame(staff, "", row, duty)
    items, before = first_part(row)
    context = {
        **around,
        **status_of(staff, row),
        "own": lists.mine(staff.user, staff.agency),
        "items": items,
        "before": before,
        "card": card_of(staff, row),
        "earlier": lists.earlier_cases(row),
        "calls": open_calls(row),
        "views": views_of(row),
        "usual_tags": usual_tags(staff.agency),
        "tags_text": ", ".join(row.tags),
        "longest_note": notes.LONGEST,
        **facts_context(staff, row, row.service_key),
    }
    if mine:
        context |= {
            "client_id": uuid.uuid4().hex,
            "draft": row.draft,
            "prepared": prepared(staff, row),
            "writes": writes(duty, row.language),
            "templates": templates_offered(staff, row),
            "close_form": CloseForm(),
            "destinations": destinations(staff, row),
            "mergeable": mergeable(staff, row),
        }
    return render(request, "console/desk/case.html", {**context, **more}, status=status)


@staff_page(Permission.CONVERSE)
def timeline(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponse:
    """What is new behind a message, with the present state; or, with `before`, what lies before one. Parts of a page.

    `have` names the rows that the page shows already: to make each of the last rows anew for every event would keep a core busy.
    """
    row = handoff_of(staff, handoff)
    before = number_in(request, "before")
    if before:
        items, more = first_part(row, before)
        return render(request, "console/desk/earlier.html", {"items": items, "before": more, "handoff": row})
    record_view(row, staff.user, timezone.now())
    have = frozenset(request.GET.get("have", "").split(",")[:_MOST_ROWS])
    after = number_in(request, "after")
    items = latest_part(row, after, have)
    context = {"items": items, **status_of(staff, row)}
    # What the person serves besides is read where it may have changed; most events tell how far a reply has got.
    if request.GET.get("own") or any(item.message is not None and item.message.pk > after for item in items):
        context["own"] = lists.mine(staff.user, staff.agency)
    return render(request, "console/desk/new.html", context)


@staff_page(Permission.CONVERSE)
def facts(request: StaffRequest, staff: StaffContext, handoff: int) -> HttpResponse:
    """The facts about a service that was chosen, and the prepared answers that name it; parts of a page."""
    row, service = handoff_of(staff, handoff), request.GET.get("service", "")
    mine = is_mine(staff, row)
    context = {"handoff": row, "mine": mine, **facts_context(staff, row, service)}
    if mine:
        context["prepared"] = prepared(staff, row, service)
    return render(request, "console/desk/facts_chosen.html", context)


def status_of(staff: StaffContext, row: Handoff) -> dict[str, Any]:
    """Who serves it, and how it stands against the promise and the platform's window."""
    now = timezone.now()
    return {
        "handoff": row,
        "mine": is_mine(staff, row),
        "clock": clock_of(row, settings_of(staff.agency), now),
        "window": window_of(row.conversation, now),
        "own_language": own_language(staff),
    }


def facts_context(staff: StaffContext, row: Handoff, service: str) -> dict[str, Any]:
    """The facts about one service of the citizen's agency, which may be one that is only helped, and the list of all of them."""
    language = own_language(staff)
    found = facts_of(row.agency.key, service, row.language, language, timezone.now()) if service else None
    return {
        "services": services_of(row.agency.key, language),
        "chosen_service": service,
        "facts": found,
        "open_fact": _asked_of(row, found) if found is not None else "",
        "own_language": language,
    }


def _asked_of(row: Handoff, found: ServiceFacts) -> str:
    """The fact that stands open: what the citizen asked of that service, else what most ask for."""
    asked = (row.summary or {}).get("facets") or () if found.key == row.service_key else ()
    known = [fact.facet for fact in found.facts]
    return next((facet for facet in asked if facet in known and facet != "overview"), known[0] if known else "")

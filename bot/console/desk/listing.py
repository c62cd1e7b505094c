"""The lists of the desk."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bot.console.desk.forms import ClosedForm
from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.desk import lists
from bot.desk.clocks import clock_of
from bot.desk.desk_settings import settings_of
from bot.desk.duties import stored_duty
from bot.desk.facts import service_names
from bot.desk.models import Duty, Handoff
from bot.desk.wanted_calls import waited_for
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 25
_FIRST = 40
_LONGEST = 120


@staff_page(Permission.CONVERSE)
def desk(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """One of the lists; what waits comes first. For htmx only the rows."""
    wanted = request.GET.get("list", "")
    current = wanted if wanted in lists.LISTS else "waiting"
    duty = stored_duty(staff.user, staff.agency)
    context: dict[str, Any] = {"list": current, "settings": settings_of(staff.agency)}
    if current == "closed":
        context |= _closed(request, staff)
    else:
        # Twenty operators have this list made anew whenever something happens at the desk.
        found = _open(current, staff, duty, lists.MOST if request.GET.get("all") else _FIRST)
        context |= {
            "rows": rows_of(staff, found.rows, context["settings"]),
            "called": waited_for(staff.agency, (row.conversation_id for row in found.rows)),
            "more": found.more,
            "given": lists.given(staff.user, staff.agency),
            "all": bool(request.GET.get("all")),
        }
    # Once and not for each row: to put an address together costs as much as to read the row.
    context["desk_address"] = reverse("console:desk", args=[staff.agency.key])
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "console/desk/rows.html", context)
    return render(request, "console/desk/list.html", {**frame(staff, current, duty=duty), **context})


def rows_of(staff: StaffContext, handoffs: list[Handoff], settings: Any) -> list[dict[str, Any]]:
    """Each handoff with its clock and the name of its service, without a query for each."""
    now = timezone.now()
    names = {
        agency: service_names(agency, (row.service_key for row in handoffs if row.agency.key == agency), own_language(staff))
        for agency in {row.agency.key for row in handoffs}
    }
    return [
        {
            "handoff": row,
            "clock": clock_of(row, settings, now),
            "service": names[row.agency.key][row.service_key],
            "question": _shortened(_question_of(row)),
            "for_me": getattr(row, "for_me", True),
            "mine": row.operator_id == staff.user.pk and row.state == Handoff.State.CLAIMED,
            "unanswered": row.state == Handoff.State.CLAIMED and getattr(row, "last_direction", "") == "in",
        }
        for row in handoffs
    ]


def _question_of(row: Handoff) -> str:
    asked = str((row.summary or {}).get("question") or "")
    return asked or (getattr(row, "last_text", "") or "" if getattr(row, "last_direction", "") == "in" else "")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _open(current: str, staff: StaffContext, duty: Duty, first: int) -> lists.Beginning:
    if current == "mine":
        return lists.Beginning(lists.mine(staff.user, staff.agency), 0)
    if current == "waiting":
        return lists.waiting(duty, timezone.now(), first)
    return lists.all_open(staff.agency, first)


def _closed(request: StaffRequest, staff: StaffContext) -> dict[str, Any]:
    form = ClosedForm(request.GET if _is_searched(request) else None, agency=staff.agency)
    wanted = form.wanted()
    page = Paginator(lists.ended(staff.agency, wanted, staff.user), _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    found = list(page.object_list)
    return {
        "form": form,
        "page": page,
        "query": f"{query.urlencode()}&",
        "filtered": _is_searched(request),
        "rows": rows_of(staff, found, settings_of(staff.agency)),
    }


def _is_searched(request: StaffRequest) -> bool:
    return any(request.GET.get(name) for name in ("tag", "outcome", "operator", "day"))

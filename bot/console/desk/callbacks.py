"""Citizens who want to be called back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.accounts.vault import WrongKey
from bot.console.desk.frame import frame
from bot.console.desk.objects import callback_of, number_in, own_language
from bot.desk import callbacks
from bot.desk.call_news import can_be_told, latest_of
from bot.desk.desk_settings import settings_of
from bot.desk.errors import ChatGone, NotWaiting
from bot.desk.facts import service_names
from bot.desk.models import Callback, Handoff, Message
from bot.desk.retention import forgets_on
from bot.desk.wanted_calls import later_cases
from bot.desk.words import CALLBACK_STATES
from bot.privacy.masking import mask_identity_numbers
from bot.staff.access import safe_next, staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 25
_LONG = dt.timedelta(days=2)
_SOON = dt.timedelta(days=14)


@staff_page(Permission.CONVERSE)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The callbacks in one state, the oldest first; names and numbers are not shown."""
    return _page(request, staff, None, None)


@staff_page(Permission.CONVERSE, "POST")
def take(request: StaffRequest, staff: StaffContext, callback: int) -> HttpResponseBase:
    """Say that one is going to call, or goes on with what the colleague `instead_of` had taken."""
    row = callback_of(staff, callback)
    if callbacks.take(row.pk, staff.user, number_in(request, "instead_of") or None):
        messages.success(request, _("This callback is yours now."))
    else:
        messages.warning(request, _("A colleague has taken this callback already."))
    return _back(staff, row.state)


@staff_page(Permission.CONVERSE, "POST")
def reveal(request: StaffRequest, staff: StaffContext, callback: int) -> HttpResponseBase:
    """Show the name and the number, once and on this page only; that somebody looked is recorded."""
    row = callback_of(staff, callback)
    if row.forgotten_at is not None:
        messages.warning(request, _("Name and number are removed: nobody was reached in the time for which they may be kept."))
        return _back(staff, row.state)
    try:
        shown = callbacks.details(row, staff.user)
    except WrongKey:
        messages.error(request, _("The name and number cannot be read: they were stored with another key. Ask your administrator."))
        return _back(staff, row.state)
    return _page(request, staff, row, shown)


@staff_page(Permission.CONVERSE, "POST")
def write(request: StaffRequest, staff: StaffContext, callback: int) -> HttpResponseBase:
    """Go on in the citizen's chat, as the one who serves it from now on."""
    row = callback_of(staff, callback)
    try:
        handoff = callbacks.write(row.pk, staff.user, timezone.now())
    except ChatGone:
        messages.error(request, _("The conversation has been removed, so nothing can be written in it any more."))
        return _back(staff, row.state)
    except NotWaiting:
        messages.warning(request, _("A colleague has this callback, or serves the citizen already."))
        return _back(staff, row.state)
    return redirect("console:desk-case", agency=staff.agency.key, handoff=handoff)


@staff_page(Permission.CONVERSE, "POST")
def set_state(request: StaffRequest, staff: StaffContext, callback: int) -> HttpResponseBase:
    """Note what became of a call; from the page of a conversation it leads back there."""
    row = callback_of(staff, callback)
    states = {state.value: state for state in Callback.State}
    wanted, before = states.get(request.POST.get("state", "")), states.get(request.POST.get("before", ""))
    if wanted is None or before is None:
        messages.error(request, _("Choose what became of the call."))
        return _back(staff, row.state)
    remark = mask_identity_numbers(request.POST.get("remark", "").strip()).text
    noted = callbacks.set_state(
        row.pk, staff.user, wanted, remark, before, timezone.now(), tells="tell" in request.POST, again="again" in request.POST
    )
    if noted is not None:
        messages.success(request, _("Noted: %(state)s") % {"state": CALLBACK_STATES[wanted]})
        if noted.told:
            messages.info(request, _("The citizen hears of it in the chat."))
    else:
        messages.warning(request, _("A colleague has changed this callback in the meantime. Please look again."))
    return redirect(safe_next(request.POST["next"])) if request.POST.get("next") else _back(staff, before)


def _page(request: StaffRequest, staff: StaffContext, shown: Callback | None, details: tuple[str, str] | None) -> HttpResponse:
    states = {state.value: state for state in Callback.State}
    state = shown.state if shown is not None else states.get(request.GET.get("state", ""), Callback.State.OPEN)
    rows = (
        Callback.objects.filter(agency=staff.agency, state=state)
        .select_related("operator", "unit", "conversation__contact")
        .order_by("created")
    )
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    to_call = Callback.objects.filter(agency=staff.agency, state__in=Callback.TO_BE_CALLED).order_by()
    numbers = dict(to_call.values_list("state").annotate(Count("pk")))
    names = service_names(staff.agency.key, (row.service_key for row in found), own_language(staff))
    again: Counter[Any] = Counter(to_call.exclude(conversation=None).values_list("conversation", flat=True))
    cases, days, news = later_cases(found), settings_of(staff.agency).transcript_days, latest_of(found)
    context: dict[str, Any] = {
        "page": page,
        "rows": [
            _row(row, names[row.service_key], cases.get(row.pk), days)
            | {"times": again.get(row.conversation_id, 0), "unheard": _unheard(news.get(row.pk))}
            for row in found
        ],
        "state": state,
        "states": [(str(one), label, numbers.get(one)) for one, label in CALLBACK_STATES.items()],
        "unreached": numbers.get(Callback.State.NOT_REACHED, 0),
        "query": f"state={state}&",
        "shown": shown.pk if shown is not None else 0,
        "name": details[0] if details else "",
        "how": details[1] if details else "",
        "in_this_chat": details is not None and details[1] == callbacks.IN_THIS_CHAT,
    }
    return render(request, "console/desk/callbacks.html", {**frame(staff, "callbacks"), **context})


def _row(row: Callback, service: str, case: Handoff | None, days: int) -> dict[str, Any]:
    now, to_be_called = timezone.now(), row.state in Callback.TO_BE_CALLED
    forgets = forgets_on(row, days)
    return {
        "callback": row,
        "service": service,
        "case": case,
        "waits": int((now - row.created).total_seconds() // 60) if to_be_called else None,
        "is_old": now - row.created > _LONG,
        "can_be_told": to_be_called and can_be_told(row, now),
        # Not said of every row: in the last two weeks, or in the last quarter of a shorter time.
        "forgets": forgets if to_be_called and forgets - now < min(_SOON, (forgets - row.created) / 4) else None,
    }


def _unheard(news: Message | None) -> Message | None:
    """What the citizen was to hear of the call and has not got: somebody has to know, or both wait for each other."""
    return news if news is not None and news.status in (Message.Status.FAILED, Message.Status.ERRORED) else None


def _back(staff: StaffContext, state: str) -> HttpResponse:
    response = redirect("console:desk-callbacks", agency=staff.agency.key)
    response["Location"] += f"?state={state}"
    return response

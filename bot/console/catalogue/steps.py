"""The buttons of a service: submit, return, publish, give up, verify, offer or not."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.catalogue.editing import fees, verification, workflow
from bot.catalogue.editing.content import content_from
from bot.catalogue.editing.errors import EditedMeanwhile, EditingError, HasContradictions, HasErrors, WrongState
from bot.catalogue.editing.undo import undo_publish
from bot.console import work_list
from bot.console.catalogue.opened import opened
from bot.console.catalogue.service import service_context
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.EDIT_CONTENT, "POST")
def submit(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Ask a reviewer to look at the draft."""
    return _step(
        request,
        staff,
        service,
        lambda number: workflow.submit_for_review(staff.agency, service, number, staff.user),
        _("A reviewer is asked to look at it."),
    )


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def return_(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Give the version back to its author, with a note."""
    note = request.POST.get("note", "")
    return _step(
        request,
        staff,
        service,
        lambda number: workflow.return_to_author(staff.agency, service, number, staff.user, note),
        _("It is returned to the author with your note."),
    )


@staff_page(Permission.EDIT_CONTENT, "POST")
def discard(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Give the draft up. A new service is gone with it."""
    found = opened(staff.agency, service)
    gone = found.at.published is None and found.above is None and not set(found.live) - {"key"}
    answer = _step(
        request,
        staff,
        service,
        lambda number: workflow.discard_draft(staff.agency, service, number, staff.user),
        _("The draft is given up."),
    )
    return redirect("console:catalogue", agency=staff.agency.key) if gone else answer


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def publish(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Let the bot answer with the draft; then show what still mentions an old fee."""
    found = opened(staff.agency, service)
    before = {**(found.above.document if found.above is not None else {}), **found.live}
    try:
        workflow.publish(staff.agency, service, _number(request), staff.user, confirmed=request.POST.get("confirmed") == "yes")
    except HasErrors as problem:
        context = service_context(staff, service)
        context |= {"refused": str(problem), "must_confirm": isinstance(problem, HasContradictions)}
        return render(request, "console/catalogue/service.html", context)
    except EditedMeanwhile:
        messages.error(
            request, _("Something else was published since this draft was begun. Open a part and save it: then you can compare both.")
        )
        return _back(staff, service)
    except EditingError as problem:
        messages.error(request, str(problem))
        return _back(staff, service)
    messages.success(request, _("It is published. The assistant answers with it from the next message on."))
    left = fees.left_behind(before, found.merged, timezone.localdate())
    if left:
        query = urlencode([("amount", f"{currency}-{amount}") for currency, amount in left])
        return redirect(f"{reverse('console:catalogue-mentions', args=[staff.agency.key, service])}?{query}")
    return _back(staff, service)


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def take_back(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Undo a publication: the bot answers as before, and the text is a draft again."""

    def undo(number: int) -> None:
        undo_publish(staff.agency, service, number, staff.user)
        # What was the old amount is the right one again.
        work_list.end_at(request, reverse("console:catalogue-mentions", args=[staff.agency.key, service]))

    return _step(
        request,
        staff,
        service,
        undo,
        _("Taken back. The assistant answers as before, and what was published is a draft again."),
    )


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def verify(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Say that the record was compared with its sources today."""
    opened(staff.agency, service)
    try:
        verification.verify(staff.agency, service, staff.user, timezone.localdate())
    except WrongState:
        messages.error(request, _("Name a source first: what was the service compared with?"))
    except EditingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Noted: verified today. You will be reminded in half a year."))
    return _back(staff, service)


@staff_page(Permission.EDIT_CONTENT, "POST")
def offer(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Draft that the agency does not offer the service, or offers it again."""
    found = opened(staff.agency, service)
    hide = request.POST.get("offered") == "no"
    content = content_from({**found.content, "hidden": hide})
    try:
        workflow.save_draft(staff.agency, service, content, staff.user, based_on=found.based_on)
    except EditingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The draft is saved. The assistant answers with it once it is published."))
    return _back(staff, service)


def _step(request: StaffRequest, staff: StaffContext, service: str, step: Callable[[int], object], done: str) -> HttpResponse:
    opened(staff.agency, service)
    try:
        step(_number(request))
    except EditingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return _back(staff, service)


def _number(request: StaffRequest) -> int:
    typed = request.POST.get("number", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _back(staff: StaffContext, service: str) -> HttpResponse:
    return redirect("console:catalogue-service", agency=staff.agency.key, service=service)

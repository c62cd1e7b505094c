"""One training while it goes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from bot.console.training.listing import shown
from bot.releases import queue
from bot.releases.models import TrainingRun
from bot.releases.words import STAGES, step_words
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.TRAIN)
def run(request: StaffRequest, staff: StaffContext, run: int) -> HttpResponse:
    """How far it is, and what it did."""
    return render(request, "console/training/run.html", _context(staff, _found(run)))


@staff_page(Permission.TRAIN)
def progress(request: StaffRequest, staff: StaffContext, run: int) -> HttpResponse:
    """The same as a part of the page, which asks for it every two seconds until the training has ended.

    Each new stage, and the end, is also said: a part of a page that changes is heard by nobody.
    """
    found = _found(run)
    context = _context(staff, found)
    response = render(request, "console/training/progress.html", context)
    if not found.open:
        said = str(found.get_state_display())
    elif found.stage != request.GET.get("seen", found.stage):
        said = str(context["stage"])
    else:
        return response
    return trigger_client_event(response, "toast", said)  # type: ignore[arg-type]


@staff_page(Permission.TRAIN, "POST")
def cancel(request: StaffRequest, staff: StaffContext, run: int) -> HttpResponse:
    """Take it out of the queue, or end it."""
    if queue.cancel(staff, _found(run)):
        messages.success(request, _("The training is being cancelled."))
    else:
        messages.info(request, _("The training has ended already."))
    return redirect("console:training-run", agency=staff.agency.key, run=run)


def _found(number: int) -> TrainingRun:
    found = TrainingRun.objects.select_related("agency", "release").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _context(staff: StaffContext, run: TrainingRun) -> dict[str, Any]:
    before = TrainingRun.objects.filter(pk__lt=run.pk, state=TrainingRun.State.QUEUED).count() + TrainingRun.objects.filter(slot=1).count()
    return {
        **shown(run, staff),
        "stage": STAGES.get(run.stage, ""),
        "waiting_for": before if run.state == TrainingRun.State.QUEUED else 0,
        "release": getattr(run, "release", None),
        "steps": [{"at": dt.datetime.fromisoformat(at), "words": step_words(name, numbers)} for at, name, numbers in run.log],
    }

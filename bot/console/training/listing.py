"""The page of trainings and releases, and the button that starts one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from bot.console.training import wording
from bot.console.training.comparison import languages_of, percent, summary
from bot.console.training.forms import DAYS, TrainForm
from bot.ops.fingerprint import code_fingerprint
from bot.pipeline.announcing import worker_releases
from bot.pipeline.connection import impatient_sync_client
from bot.questions.models import TrainingExample
from bot.releases import queue
from bot.releases.activation import target_of_return
from bot.releases.active import Active, active, last_activation
from bot.releases.models import Release, ReleaseFiles, TrainingRun
from bot.releases.problems import AlreadyWaiting
from bot.releases.release_settings import settings_now
from bot.releases.watching import look
from bot.releases.words import error_sentence, worker_trouble
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 10
_State = TrainingRun.State


@staff_page(Permission.TRAIN)
def training(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What answers, what waits, and every release."""
    return render(request, "console/training/list.html", _context(request, staff))


@staff_page(Permission.TRAIN)
def answering(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What answers and what is in hand as parts of the page, which asks every few seconds; also the releases once another one answers."""
    here = active()
    changed = request.GET.get("seen", "") != str(here.version)
    context = {**_context(request, staff), "changed": changed}
    response = render(request, "console/training/answering.html", context)
    if not changed:
        return response
    # A part of a page that changes is heard by nobody.
    return trigger_client_event(response, "toast", _("%(name)s answers now.") % {"name": context["active_name"]})  # type: ignore[arg-type]


def _context(request: StaffRequest, staff: StaffContext) -> dict[str, Any]:
    here, settings = active(), settings_now()
    releases = Release.objects.select_related("run__agency", "compared_with")
    page = Paginator(releases, _PAGE).get_page(request.GET.get("page"))
    last = releases.first()
    runs = TrainingRun.objects.select_related("agency")
    return {
        **_answering(here, staff),
        "rows": _rows(list(page.object_list), here, staff),
        "page": page,
        "query": "",
        "open_runs": [shown(run, staff) for run in runs.filter(Q(state=_State.QUEUED) | Q(slot=1)).order_by("id")],
        "ended_runs": [shown(run, staff) for run in runs.filter(state__in=(_State.FAILED, _State.CANCELLED))[:3]],
        "form": TrainForm(),
        "fresh": TrainingExample.objects.filter(**{"created__gt": last.run.started} if last is not None else {}).count(),
        "settings": settings,
        "day": dict(DAYS)[settings.weekday],
        "can_set": staff.can(Permission.MANAGE_AGENCY),
    }


@staff_page(Permission.TRAIN, "POST")
def start(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Put a training into the queue, and show how it comes on."""
    form = TrainForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        run = queue.request_training(staff, note)
    except AlreadyWaiting as problem:
        messages.info(request, str(problem.sentence))
        return redirect("console:training", agency=staff.agency.key)
    return redirect("console:training-run", agency=staff.agency.key, run=run.pk)


def _answering(here: Active, staff: StaffContext) -> dict[str, Any]:
    last = last_activation()
    possible, target = target_of_return()
    watched = look()
    workers = worker_releases(impatient_sync_client())
    troubles = {(one.wanted, one.why) for one in workers if one.why}
    return {
        "active": here,
        "active_name": wording.release_name(here.release),
        "last": last,
        "last_by": wording.activated_by(last, staff) if last is not None else "",
        "returned": wording.automatic_return(last),
        "watched": watched,
        "watched_bound": round(100 * watched.bound) if watched is not None else 0,
        "back_by_itself": wording.release_name(target) if possible else "",
        "back": wording.release_name(target) if possible and staff.can(Permission.ACTIVATE_RELEASE) else "",
        "workers": len(workers),
        "workers_right": sum(one.release == here.number for one in workers),
        "troubles": [worker_trouble(number, why) for number, why in sorted(troubles, key=str) if number is not None],
    }


def _rows(releases: list[Release], here: Active, staff: StaffContext) -> list[dict[str, Any]]:
    with_files = set(ReleaseFiles.objects.filter(release__in=releases).values_list("release_id", flat=True))
    code = code_fingerprint()
    found = []
    for release in releases:
        better, worse = summary(release)
        found.append(
            {
                "release": release,
                "name": wording.release_name(release),
                "by": wording.asked_by(release.run, staff),
                "active": here.release is not None and here.release.pk == release.pk,
                "kept": release.pk in with_files,
                "other_code": release.code != code,
                "languages": [
                    {
                        "name": wording.LANGUAGES[language],
                        "right": percent(release.evaluation[language]["right"]),
                        "wrong": percent(release.evaluation[language]["wrong_answers"]),
                    }
                    for language in languages_of(release)
                ],
                "compared": release.evaluation_before is not None,
                "better": better,
                "worse": worse,
                "changed": sum(changed for _asked, changed in release.replayed.values()),
            }
        )
    return found


def shown(run: TrainingRun, staff: StaffContext) -> dict[str, Any]:
    """A training as the pages show it."""
    return {
        "run": run,
        "by": wording.asked_by(run, staff),
        "percent": round(run.progress * 100),
        "error": error_sentence(run.error, run.error_detail) if run.error else "",
    }

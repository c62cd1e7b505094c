"""Letting a release answer, and going back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.training import wording
from bot.console.training.release import page_of, release_of
from bot.releases import activation
from bot.releases.active import active, last_activation
from bot.releases.problems import ChangedMeanwhile, NeedsSecondPerson, ReleaseUnusable
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.ACTIVATE_RELEASE, "POST")
def activate(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Let the release answer citizens."""
    release = release_of(number)
    try:
        activation.activate(staff, release, _seen(request), confirmed_alone=request.POST.get("alone") == "yes")
    except ChangedMeanwhile as problem:
        return _changed(request, staff, problem, number)
    except (NeedsSecondPerson, ReleaseUnusable) as problem:
        return render(request, "console/training/release.html", page_of(staff, release, refused=problem.sentence))
    messages.success(request, _("%(name)s answers now. Within seconds all workers change to it.") % {"name": wording.release_name(release)})
    return redirect("console:training-release", agency=staff.agency.key, number=number)


@staff_page(Permission.ACTIVATE_RELEASE, "POST")
def take_back(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Let the release before answer again."""
    try:
        target = activation.take_back(staff, _seen(request))
    except ChangedMeanwhile as problem:
        return _changed(request, staff, problem, None)
    messages.success(request, _("%(name)s answers again.") % {"name": wording.release_name(target)})
    return redirect("console:training", agency=staff.agency.key)


def _changed(request: StaffRequest, staff: StaffContext, problem: ChangedMeanwhile, wanted: int | None) -> HttpResponse:
    """What happened meanwhile, for whoever came second."""
    last = last_activation()
    context = {
        "sentence": problem.sentence,
        "wanted": wanted,
        "active": active(),
        "active_name": wording.release_name(active().release),
        "last": last,
        "last_by": wording.activated_by(last, staff) if last is not None else "",
    }
    return render(request, "console/training/changed.html", context, status=409)


def _seen(request: StaffRequest) -> int:
    """The version that the page showed; one that there never is when it is missing."""
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 999_999_999

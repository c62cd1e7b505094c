"""A question tried on a release: what it would decide, beside what answers now decides."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from bot.console.training import wording
from bot.console.training.forms import TrialForm
from bot.console.training.release import frame, release_of, why_unusable
from bot.console.training.replayed import Names, about, keys_of
from bot.questions.names import destinations
from bot.releases import trials
from bot.releases.models import Release
from bot.releases.problems import unusable_sentence
from bot.releases.trials import Trial
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem

_NEAR = 5
# How far it is in per cent, as the steps take their time.
_STAGES: dict[str, tuple[int, Any]] = {
    "waiting": (5, _("Your question waits to be taken.")),
    "starting": (15, _("It gets ready. The first question takes about half a minute, the next ones a second.")),
    "loading": (45, _("The release is being loaded. The first question takes about half a minute, the next ones a second.")),
    "answering": (90, _("The question is being asked.")),
}
_FAILED = {
    "died": _("The trial was broken off; the machine may have been restarted. Please ask once more."),
    "nobody": _("Nobody took the question: the part of the program that also trains does not run. Ask whoever runs the machine."),
    "unexpected": _("Something unexpected went wrong. Ask whoever runs the machine to look at its log."),
}


@staff_page(Permission.TRAIN, "GET", "POST")
def write(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Ask for a question; of a release that cannot answer any more, the page says why instead."""
    release = release_of(number)
    form = TrialForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = trials.ask(staff, release, form.cleaned_data["question"])
        except StaffProblem as problem:
            form.add_error("question", str(problem.sentence))
        else:
            return redirect("console:training-trial", agency=staff.agency.key, number=number, trial=made.id)
    context = {**frame(staff, release, "training-try"), "form": form, "unusable": why_unusable(release)}
    return render(request, "console/training/try.html", context)


@staff_page(Permission.TRAIN)
def trial(request: StaffRequest, staff: StaffContext, number: int, trial: str) -> HttpResponse:
    """How far the question is, and then what both make of it; for htmx as a part of the page, which asks until there is an answer."""
    release = release_of(number)
    found = trials.find(staff, release, trial)
    if found is None:
        raise Http404
    shown = _shown(staff, release, found)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "console/training/trial.html", {"release": release, **shown})
    form = TrialForm(initial={"question": found.text})
    return render(request, "console/training/try.html", {**frame(staff, release, "training-try"), "form": form, **shown})


def _shown(staff: StaffContext, release: Release, found: Trial) -> dict[str, Any]:
    both = [one for one in (found.before, found.after) if one is not None]
    near = {(kind, key) for one in both for kind, key, _score in one["near"]}
    names: Names = destinations(staff.agency, near | {key for one in both for key in keys_of(one)})
    percent, words = _STAGES.get(found.stage, (100, ""))
    failed = _FAILED.get(found.why) or unusable_sentence(found.why) % {"number": release.number}
    return {
        "trial": found,
        "percent": percent,
        "stage_words": words,
        "failed_words": failed if found.stage == "failed" else "",
        "columns": [
            {"name": wording.name_of_number(number), "said": _made_of_it(one, names)}
            for number, one in ((found.compared_with, found.before), (release.number, found.after))
            if one is not None
        ],
        "same": found.before is not None and found.after is not None and _decided(found.before) == _decided(found.after),
        "alone": found.stage == "done" and found.before is None,
    }


def _decided(said: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(said[name] for name in ("decision", "kind", "services", "facets", "faq"))


def _made_of_it(said: dict[str, Any], names: Names) -> dict[str, Any]:
    chosen = set(keys_of(said))
    near = [(kind, key, score) for kind, key, score in said["near"] if (kind, key) in names and (kind, key) not in chosen]
    return {
        "decision": wording.decision_words(said["decision"]),
        "intent": wording.intent_words(said["intent"]),
        "confidence": round(100 * float(said["confidence"] or 0)),
        "about": about(said, names),
        "facets": [str(wording.FACETS.get(facet, facet)) for facet in said["facets"]],
        "near": [{"name": names[kind, key].name, "key": key, "percent": round(100 * score)} for kind, key, score in near[:_NEAR]],
        "replies": said["replies"],
    }

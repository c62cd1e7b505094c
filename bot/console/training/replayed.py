"""Citizens' last questions to which a release answers otherwise; of the person's own agency alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from bot.console.training import wording
from bot.console.training.forms import KINDS, DifferingForm
from bot.console.training.release import frame, release_of
from bot.questions.names import FAQ, SERVICE, Destination, destinations
from bot.releases.models import ReplayedQuestion
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 25
Names = dict[tuple[str, str], Destination]


@staff_page(Permission.TRAIN)
def replay(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Each question with what was answered and what would be."""
    release = release_of(number)
    form = DifferingForm(request.GET or None)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    found = ReplayedQuestion.objects.filter(release=release, agency=staff.agency).select_related("message").order_by("id")
    page = Paginator(_asked_alike(found.filter(kind=kind) if kind else found), _PAGE).get_page(request.GET.get("page"))
    shown = [alike[0] for alike in page.object_list]
    names = destinations(staff.agency, {key for one in shown for said in (one.before, one.after) for key in keys_of(said)})
    asked, changed = release.replayed.get(str(staff.agency.pk), [0, 0])
    context = {
        **frame(staff, release, "training-replay"),
        "form": form,
        "kind": kind,
        "kept": bool(shown) or found.exists(),
        "page": page,
        "query": f"kind={kind}&" if kind else "",
        "rows": [
            {
                "text": one.message.text,
                "times": len(alike),
                "kind": dict(KINDS)[one.kind],
                "before": _said(one.before, names),
                "after": _said(one.after, names),
            }
            for alike, one in zip(page.object_list, shown, strict=True)
        ],
        "asked": asked,
        "changed": changed,
        "asked_everywhere": sum(count for count, _ in release.replayed.values()),
        "changed_everywhere": sum(count for _, count in release.replayed.values()),
    }
    return render(request, "console/training/replay.html", context)


def _asked_alike(found: Iterable[ReplayedQuestion]) -> list[list[ReplayedQuestion]]:
    """The questions with the same words and the same two answers together, in the order of the first of each."""
    together: dict[str, list[ReplayedQuestion]] = {}
    for one in found:
        together.setdefault(json.dumps([one.message.text, one.before, one.after], sort_keys=True), []).append(one)
    return list(together.values())


def keys_of(said: dict[str, Any]) -> list[tuple[str, str]]:
    """The services and the FAQ that an answer is about."""
    return [*((SERVICE, key) for key in said["services"]), *([(FAQ, said["faq"])] if said["faq"] else [])]


def _said(said: dict[str, Any], names: Names) -> dict[str, Any]:
    return {
        "decision": wording.decision_words(said["decision"]),
        "about": about(said, names),
        "facets": [str(wording.FACETS.get(facet, facet)) for facet in said["facets"]],
        "answer": said["answer"],
    }


def about(said: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    """The same by name; what the agency no longer offers by its key."""
    return [{"name": names[kind, key].name if (kind, key) in names else {}, "key": key} for kind, key in keys_of(said)]

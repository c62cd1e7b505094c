"""One release: its figures, its mistakes, and what it learnt from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bot.console.training import wording
from bot.console.training.comparison import languages_of, rows
from bot.releases import second_person
from bot.releases.activation import target_of_return
from bot.releases.active import active, last_activation, last_departure
from bot.releases.files import check_usable
from bot.releases.models import Release
from bot.releases.problems import ReleaseUnusable
from bot.releases.second_person import Standing
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.TRAIN)
def figures(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Side by side with what answered at that time, and the decision."""
    return render(request, "console/training/release.html", page_of(staff, release_of(number)))


def page_of(staff: StaffContext, release: Release, **more: Any) -> dict[str, Any]:
    """What the page of figures shows; `more` over it."""
    return {
        **frame(staff, release, "training-release"),
        "rows": rows(release),
        "languages": [wording.LANGUAGES[language] for language in languages_of(release)],
        "tested": sum(release.evaluation[language]["messages"] for language in languages_of(release)),
        **_decision(staff, release),
        **more,
    }


@staff_page(Permission.TRAIN)
def mistakes(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Which wishes were taken for which others, down to the sentences, and the conversations that went wrong."""
    release = release_of(number)
    languages = [
        {
            "name": wording.LANGUAGES[language],
            "pairs": [
                {
                    "expected": wording.intent_words(pair["expected"]),
                    "decided": wording.intent_words(pair["decided"]),
                    "number": pair["number"],
                    "sentences": pair["sentences"],
                }
                for pair in release.evaluation[language]["confusions"]
            ],
            "turns": [
                {
                    **turn,
                    "expected": wording.decision_words(turn["expected"]),
                    "decided": wording.decision_words(turn["decided"]),
                    "same": turn["expected"] == turn["decided"],
                }
                for turn in release.evaluation[language]["wrong_turns"]
            ],
            "dialogues": release.evaluation[language]["dialogues"],
        }
        for language in languages_of(release)
    ]
    return render(request, "console/training/mistakes.html", {**frame(staff, release, "training-mistakes"), "languages": languages})


@staff_page(Permission.TRAIN)
def data(request: StaffRequest, staff: StaffContext, number: int) -> HttpResponse:
    """Which examples are new, and which are gone. Of another agency's staff the number is shown, but no sentence."""
    release = release_of(number)
    intents = [
        {
            "name": wording.intent_words(intent),
            "added": change.get("added", 0),
            "removed": change.get("removed", 0),
            "added_texts": _readable(staff, change.get("added_texts", [])),
            "removed_texts": _readable(staff, change.get("removed_texts", [])),
        }
        for intent, change in release.data_difference.items()
    ]
    context = {
        **frame(staff, release, "training-data"),
        "intents": intents,
        "added": sum(intent["added"] for intent in intents),
        "removed": sum(intent["removed"] for intent in intents),
    }
    return render(request, "console/training/data.html", context)


def _readable(staff: StaffContext, texts: list[list[str]]) -> list[str]:
    return [text for text, agency in texts if agency in ("", staff.agency.key)]


def release_of(number: int) -> Release:
    """The release with that number; else the page is not found."""
    found = Release.objects.select_related("run__agency", "compared_with").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def frame(staff: StaffContext, release: Release, current: str) -> dict[str, Any]:
    """What stands around each page of a release."""
    pages = (
        ("training-release", _("Figures")),
        ("training-mistakes", _("Mistakes")),
        ("training-data", _("Examples")),
        ("training-replay", _("Citizens' questions")),
        ("training-try", _("Try a question")),
    )
    now = active()
    return {
        "release": release,
        "name": wording.release_name(release),
        "by": wording.asked_by(release.run, staff),
        "before": wording.release_name(release.compared_with),
        "compared": release.evaluation_before is not None,
        "active": now,
        "is_active": now.release is not None and now.release.pk == release.pk,
        "tabs": [
            {"label": label, "address": reverse(f"console:{name}", args=[staff.agency.key, release.number]), "current": name == current}
            for name, label in pages
        ],
    }


def why_unusable(release: Release) -> str:
    """Why the release cannot answer; empty when it can, as far as is known without its model's bytes."""
    try:
        check_usable(release)
    except ReleaseUnusable as problem:
        return str(problem.sentence)
    return ""


def _decision(staff: StaffContext, release: Release) -> dict[str, Any]:
    standing = second_person.standing(staff, release)
    last = last_activation()
    possible, target = target_of_return()
    return {
        "unusable": why_unusable(release),
        "may_activate": staff.can(Permission.ACTIVATE_RELEASE),
        "alone": standing is Standing.ALONE,
        "own": second_person.who_can(staff) if standing is Standing.OWN else "",
        "may_invite": staff.can(Permission.MANAGE_TEAM),
        "activated_by": wording.activated_by(last, staff) if last is not None else "",
        "back": wording.release_name(target) if possible else "",
        "active_name": wording.release_name(active().release),
        "taken_back": wording.automatic_return(last_departure(release)),
    }

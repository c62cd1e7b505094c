"""The words in which pages and the record of changes speak of trainings and releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bot.releases.problems import unusable_sentence
from bot.staff.audit import declare

declare(
    actions={
        "training.requested": _("Training asked for"),
        "training.cancelled": _("Training cancelled"),
        "training.settings": _("Settings of training changed"),
        "release.activated": _("Release activated"),
        "release.taken_back": _("Release taken back"),
        "release.automatic": _("Release taken back automatically"),
    },
    unsigned={"release.automatic": _("the assistant itself")},
    kinds={"training": _("Training"), "release": _("Release"), "training_settings": _("Training and releases")},
    fields={
        "release": _("Release that answers"),
        "confirmed_alone": _("Confirmed without a second person"),
        "refused": _("Questions refused"),
        "note": _("Note"),
        "scheduled": _("Trains by itself"),
        "weekday": _("Day of the week"),
        "hour": _("Hour"),
        "clock": _("Time zone"),
        "returns": _("Goes back by itself"),
        "least_turns": _("Questions at least"),
        "points": _("Percentage points more"),
    },
    values={
        "weekday": {**{str(day): name for day, name in WEEKDAYS.items()}, "7": _("Every day")},
        "hour": {str(hour): f"{hour:02}:00" for hour in range(24)},
    },
)

STAGES: dict[str, Any] = {
    "starting": _("Getting ready"),
    "collecting": _("Collecting the examples"),
    "embedding": _("Reading the examples"),
    "intents": _("Learning what citizens want"),
    "facets": _("Learning what they ask about a service"),
    "rules": _("Learning the rules of a conversation"),
    "trained": _("Saving what was learnt"),
    "loading": _("Loading it for the test"),
    "evaluating": _("Answering the test questions"),
    "replaying": _("Asking citizens' last questions again"),
    "done": _("Finished"),
}

_ERRORS: dict[str, Any] = {
    "died": _("The training stopped without saying why; the machine may have been restarted. Please try again."),
    "disk_full": _("The disk of the machine is full. Ask whoever runs it to free some space, then try again."),
    "killed": _("The machine ran out of memory; a training needs about 1.5 GB. Ask whoever runs it."),
    "no_model": _("The training ended without a result. Ask whoever runs the machine to look at its log."),
    "exit": _("The training ended with an error. Ask whoever runs the machine to look at its log."),
    "no_actions": _("The answers could not be tested, because a part of the program did not start. Please try again."),
    "unexpected": _("Something unexpected went wrong. Ask whoever runs the machine to look at its log."),
}


def error_sentence(error: str, detail: str) -> str:
    """Why a training failed, with the name that helps whoever runs the machine."""
    sentence = str(_ERRORS.get(error, _ERRORS["unexpected"]))
    return f"{sentence} ({detail})" if detail else sentence


def step_words(name: str, numbers: Mapping[str, int]) -> str:
    """One step of a training's log."""
    if name == "collected":
        used = ngettext("%(number)d example was collected", "%(number)d examples were collected", numbers["examples"]) % {
            "number": numbers["examples"]
        }
        rest = gettext("of these from staff: %(staff)d; left out: %(left_out)d") % {
            "staff": numbers["staff"],
            "left_out": numbers["left_out"],
        }
        return f"{used} ({rest})"
    if name == "measured":
        return ngettext(
            "%(number)d question of citizens was asked again", "%(number)d questions of citizens were asked again", numbers["questions"]
        ) % {"number": numbers["questions"]}
    return str(STAGES.get(name, name))


def worker_trouble(number: int, why: str) -> str:
    """Why a worker does not answer with a release."""
    return unusable_sentence(why) % {"number": number}

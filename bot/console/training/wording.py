"""Trainings, releases and what the assistant makes of a question, in the words of the pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot.catalogue.models import Agency
from bot.console.analytics.wording import FACETS, LANGUAGES, OUTCOMES
from bot.console.templatetags.console import agency_name
from bot.releases.models import Activation, Release, TrainingRun
from bot.staff.context import StaffContext

__all__ = [
    "FACETS",
    "LANGUAGES",
    "activated_by",
    "asked_by",
    "automatic_return",
    "decision_words",
    "intent_words",
    "release_name",
]

_DECISIONS = {**OUTCOMES, "smalltalk": gettext_lazy("Small talk")}
_INTENTS: dict[str, Any] = {
    **{f"ask_{facet}": words for facet, words in FACETS.items()},
    "follow_up": gettext_lazy("Follow-up question"),
    "list_services": gettext_lazy("List of services"),
    "life_event": gettext_lazy("Something happened in life"),
    "greet": gettext_lazy("Greeting"),
    "thank": gettext_lazy("Thanks"),
    "goodbye": gettext_lazy("Goodbye"),
    "help": gettext_lazy("How the assistant helps"),
    "bot_challenge": gettext_lazy("Whether it is a machine"),
    "affirm": gettext_lazy("Yes"),
    "deny": gettext_lazy("No"),
    "choose": gettext_lazy("Choice from a list"),
    "correct": gettext_lazy("Correction"),
    "repeat": gettext_lazy("Say it again"),
    "cancel": gettext_lazy("Stop this"),
    "change_language": gettext_lazy("Another language"),
    "speak_to_person": gettext_lazy("Wants a person"),
    "feedback": gettext_lazy("Opinion about the assistant"),
    "complaint": gettext_lazy("Complaint"),
    "illegal_fee": gettext_lazy("Unlawful fee"),
    "status": gettext_lazy("State of an application"),
    "booking": gettext_lazy("Appointment"),
    "privacy": gettext_lazy("Privacy"),
    "faq": gettext_lazy("General question"),
    "out_of_scope": gettext_lazy("None of the agency's business"),
    "distress_self_harm": gettext_lazy("Danger: self-harm"),
    "distress_violence": gettext_lazy("Danger: violence"),
    "distress_emergency": gettext_lazy("Danger: emergency"),
}


def intent_words(intent: str) -> str:
    """What a citizen wants."""
    return str(_INTENTS.get(intent, intent))


def decision_words(decision: str) -> str:
    """What the assistant did."""
    return str(_DECISIONS.get(decision, decision))


def release_name(release: Release | None) -> str:
    """A release, or what answers without one."""
    return name_of_number(release.number if release is not None else None)


def name_of_number(number: int | None) -> str:
    """The same by the release's number."""
    return _("Release %(number)s") % {"number": number} if number is not None else _("The original model")


def asked_by(run: TrainingRun, staff: StaffContext) -> str:
    """Who asked for a training: by name within the agency, else by their agency."""
    return _who(run.requested_by_name, run.agency, staff) or _("the schedule")


def activated_by(activation: Activation, staff: StaffContext) -> str:
    """Who changed the active release."""
    if activation.reason == Activation.Reason.AUTOMATIC:
        return _("the assistant itself")
    return _who(activation.by_name, activation.agency, staff) or _("the command line")


@dataclass(frozen=True)
class Return:
    """How the assistant went back by itself, and by which figures; shares in per cent."""

    at: dt.datetime
    gone: str
    now: str
    turns: int
    refused: int
    share: int
    bound: int


def automatic_return(activation: Activation | None) -> Return | None:
    """An automatic return in words; None for every other change."""
    if activation is None or activation.reason != Activation.Reason.AUTOMATIC:
        return None
    facts = activation.facts
    return Return(
        activation.at,
        release_name(activation.previous),
        release_name(activation.release),
        *(facts.get(name, 0) for name in ("turns", "refused")),
        *(round(100 * facts.get(name, 0)) for name in ("share", "bound")),
    )


def _who(name: str, agency: Agency | None, staff: StaffContext) -> str:
    if not name or agency is None or agency == staff.agency or staff.user.is_superuser:
        return name
    return _("somebody of %(agency)s") % {"agency": agency_name(agency)}

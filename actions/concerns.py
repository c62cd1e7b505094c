"""Danger, complaints, unlawful fees, status, booking, privacy and the wish for a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.base import AssistantAction, Outcome, Turn
from actions.services import answer_service
from bot.answers import concerns
from bot.answers.distress import distress
from bot.catalogue.snapshot import read_database
from bot.catalogue.views import ServiceView
from bot.desk import gates
from bot.desk.anger import is_angry
from bot.desk.models import Handoff
from bot.desk.request import from_slots
from bot.nlu.distress import PREFIX


def has_desk(turn: Turn) -> bool:
    """Whether people of the agency can be reached in this conversation, now or later."""
    return read_database(lambda: gates.is_on(turn.setting.agency.key))


def _spoken_of(service: ServiceView | None) -> dict[str, Any]:
    """What was answered about a service is the subject from then on: a further question without one is asked of it."""
    return {"service": service.key} if service is not None else {}


class SpeakToPerson(AssistantAction):
    """The wish for a person."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_speak_to_person"

    def respond(self, turn: Turn) -> Outcome:
        """Whom to turn to; where the agency has a desk, the worker says instead what comes of it. What was asked besides is answered."""
        given = (turn.decision.get("extra") or {}).get("reason")
        reason = Handoff.Reason.NOT_UNDERSTOOD if given == Handoff.Reason.NOT_UNDERSTOOD else Handoff.Reason.ASKED
        slots: dict[str, Any] = {}
        if has_desk(turn):
            # The desk speaks in place of this reply, so there is nothing of it to be said again.
            slots = {"last_reply": turn.slots["last_reply"], "options": []}
        service = turn.named_service
        request = from_slots(reason, Handoff.Urgency.NORMAL, service.key if service else None, turn.slots)
        person = concerns.person(turn.setting)
        if service is None or not turn.decision.get("facets"):
            return Outcome(person, slots, request)
        answered = answer_service(turn)
        if answered.reply is None:
            return Outcome(person, slots, request)
        if has_desk(turn):
            # No buttons: those of the queue stand under what the desk says.
            return Outcome(replace(answered.reply, quick_replies=()), {**answered.slots, **slots}, replace(request, answers=True))
        return Outcome(replace(person, text=f"{answered.reply.text}\n\n{person.text}"), answered.slots, request)


class Distress(AssistantAction):
    """Somebody is in danger."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_distress"

    def respond(self, turn: Turn) -> Outcome:
        """The numbers that help at once."""
        request = from_slots(Handoff.Reason.DISTRESS, Handoff.Urgency.DANGER, None, turn.slots)
        return Outcome(distress(turn.setting, str(turn.decision.get("intent")).removeprefix(PREFIX)), handoff=request)


class Complaint(AssistantAction):
    """A complaint about a service or an officer."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_complaint"

    def respond(self, turn: Turn) -> Outcome:
        """Where to complain; in anger, a person is called."""
        service = turn.named_service
        request = None
        if is_angry(turn.text):
            request = from_slots(Handoff.Reason.COMPLAINT, Handoff.Urgency.RAISED, service.key if service else None, turn.slots)
        return Outcome(concerns.complaint(turn.setting, service, has_desk=has_desk(turn)), handoff=request)


class IllegalFee(AssistantAction):
    """Somebody asked for money that is not due."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_illegal_fee"

    def respond(self, turn: Turn) -> Outcome:
        """What to do, and the official fee."""
        return Outcome(concerns.illegal_fee(turn.setting, turn.named_service))


class Booking(AssistantAction):
    """A queue number or an appointment."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_booking"

    def respond(self, turn: Turn) -> Outcome:
        """What is known about booking, and whom to ask."""
        service = turn.service(next(iter(turn.decision.get("services") or []), None))
        return Outcome(concerns.booking(turn.setting, service), _spoken_of(service))


class Status(AssistantAction):
    """How far an application has come."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_status"

    def respond(self, turn: Turn) -> Outcome:
        """Whom to ask, and how long it usually takes."""
        return Outcome(concerns.status(turn.setting, turn.named_service), _spoken_of(turn.named_service))


class Privacy(AssistantAction):
    """What happens with the citizen's data."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_privacy"

    def respond(self, turn: Turn) -> Outcome:
        """In plain words."""
        return Outcome(concerns.privacy(turn.setting))

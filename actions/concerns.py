"""Danger, complaints, unlawful fees, status, booking, privacy and the wish for a person."""

from __future__ import annotations

from actions.base import AssistantAction, Outcome, Turn
from bot.answers import concerns
from bot.answers.distress import distress
from bot.nlu.distress import PREFIX


class SpeakToPerson(AssistantAction):
    """The wish for a person."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_speak_to_person"

    def respond(self, turn: Turn) -> Outcome:
        """Whom to turn to."""
        return Outcome(concerns.person(turn.setting))


class Distress(AssistantAction):
    """Somebody is in danger."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_distress"

    def respond(self, turn: Turn) -> Outcome:
        """The numbers that help at once."""
        return Outcome(distress(turn.setting, str(turn.decision.get("intent")).removeprefix(PREFIX)))


class Complaint(AssistantAction):
    """A complaint about a service or an officer."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_complaint"

    def respond(self, turn: Turn) -> Outcome:
        """Where to complain."""
        return Outcome(concerns.complaint(turn.setting, turn.named_service))


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
        return Outcome(concerns.booking(turn.setting, turn.service(next(iter(turn.decision.get("services") or []), None))))


class Status(AssistantAction):
    """How far an application has come."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_status"

    def respond(self, turn: Turn) -> Outcome:
        """Whom to ask, and how long it usually takes."""
        return Outcome(concerns.status(turn.setting, turn.named_service))


class Privacy(AssistantAction):
    """What happens with the citizen's data."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_privacy"

    def respond(self, turn: Turn) -> Outcome:
        """In plain words."""
        return Outcome(concerns.privacy(turn.setting))

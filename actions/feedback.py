"""The feedback form: one comment about the bot, stored for staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.base import AssistantAction, Outcome, Turn
from actions.concerns import Distress, SpeakToPerson
from actions.overview import AnswerFaq, LifeEvent, ListServices
from actions.services import AnswerService
from actions.smalltalk import Cancel, Thank
from bot.answers import concerns
from bot.catalogue import snapshot
from bot.catalogue.models import Agency
from bot.channel_names import CONSOLE
from bot.desk.models import Conversation, Feedback
from bot.privacy.masking import mask_identity_numbers

# Kinds of messages that are no comment, even while one is awaited: the citizen has gone on to something else.
_INSTEAD: dict[str, type[AssistantAction]] = {
    "service": AnswerService,
    "list": ListServices,
    "life_event": LifeEvent,
    "faq": AnswerFaq,
    "handoff": SpeakToPerson,
    "distress": Distress,
}
_SURE = 0.75
# Who asks for a fee or a place does not comment on the bot.
_LIKELY = 0.5
# Longer thanks say what for.
_A_WORD_OF_THANKS = 15


def store_feedback(agency: str, conversation: str, message: str, helpful: bool | None, comment: str) -> None:
    """Store what a citizen said about the bot, masked; the same message a second time changes nothing."""

    def write() -> None:
        try:
            found = Conversation.objects.filter(pk=conversation).first()
        except (ValidationError, ValueError):
            found = None
        Feedback.objects.get_or_create(
            source=f"{conversation}:{message}"[:150],
            defaults={
                "agency": Agency.objects.get(key=agency),
                "conversation": found,
                "helpful": helpful,
                "comment": mask_identity_numbers(comment).text[:2000],
            },
        )

    snapshot.read_database(write)


class AskFeedbackComment(AssistantAction):
    """The form's question."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_ask_feedback_comment"

    def respond(self, turn: Turn) -> Outcome:
        """Ask for the comment."""
        return Outcome(concerns.ask_feedback(turn.setting))


class ValidateFeedbackForm(FormValidationAction):
    """Fills the form at once when the first message, or a button, already is the feedback."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "validate_feedback_form"

    async def extract_feedback_comment(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> dict[str, Any]:
        """A pressed button, or words of praise or blame long enough to be the comment itself."""
        message = tracker.latest_message or {}
        decision = message.get("decision") or {}
        if tracker.active_loop.get("name") != "feedback_form" and decision.get("intent") != "feedback":
            return {}
        if "helpful" in (decision.get("extra") or {}):
            return {"feedback_comment": message.get("text") or "", "helpful": decision["extra"]["helpful"]}
        return {}


class StoreFeedback(AssistantAction):
    """The form is filled."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_store_feedback"

    def respond(self, turn: Turn) -> Outcome:
        """Thank for the comment; a question asked instead of one is answered as ever."""
        if (instead := _said_instead(turn.decision, turn.text)) is not None:
            return instead().respond(turn)
        return Outcome(concerns.feedback_stored(turn.setting))

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Store first, then answer, and leave the form's slots empty for the next time."""
        message = tracker.latest_message or {}
        decision = message.get("decision") or {}
        metadata = message.get("metadata") or {}
        # What is tried out on the command line is no citizen's opinion.
        if _said_instead(decision, str(message.get("text") or "")) is None and metadata.get("channel") != CONSOLE:
            # A button pressed while the comment is awaited fills the comment by its title, and no extraction sees what it means.
            helpful = (decision.get("extra") or {}).get("helpful", tracker.get_slot("helpful"))
            comment = str(tracker.get_slot("feedback_comment") or "")
            store_feedback(metadata.get("agency") or "", tracker.sender_id, str(message.get("message_id") or ""), helpful, comment)
        events = await super().run(dispatcher, tracker, domain)
        return [*events, SlotSet("feedback_comment", None), SlotSet("helpful", None)]


def _said_instead(decision: dict[str, Any], text: str) -> type[AssistantAction] | None:
    """The action that answers the message when it is no comment: never mind, a question, or but a word of thanks."""
    if decision.get("intent") == "cancel":
        return Cancel
    particular = decision.get("kind") == "service" and set(decision.get("facets") or ()) - {"overview"}
    sure = decision.get("kind") == "distress" or float(decision.get("confidence") or 0) >= (_LIKELY if particular else _SURE)
    if sure and (asked := _INSTEAD.get(str(decision.get("kind")))) is not None:
        return asked
    return Thank if decision.get("intent") == "thank" and len(text) <= _A_WORD_OF_THANKS else None

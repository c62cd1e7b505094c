"""What there is: the list of services, life events, FAQ."""

from __future__ import annotations

from actions.base import AssistantAction, Outcome, Turn
from actions.services import answer_service
from bot.answers import lists, smalltalk
from bot.answers.facets import has_facet
from bot.catalogue.faq_statements import told_of
from bot.catalogue.statements import sentence_with


class ListServices(AssistantAction):
    """The services by subject."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_list_services"

    def respond(self, turn: Turn) -> Outcome:
        """All subjects, or the services of the one chosen."""
        category = (turn.decision.get("extra") or {}).get("category")
        return Outcome(lists.list_services(turn.setting, category), {"service": None, "facets": None} if category else {})


class LifeEvent(AssistantAction):
    """Everything to do when something happens in a life."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_life_event"

    def respond(self, turn: Turn) -> Outcome:
        """The steps of the event, what is asked of all of them, or the question which event it is."""
        event = turn.setting.agency.life_events.get(turn.decision.get("life_event") or "")
        if event is None:
            return Outcome(lists.life_event_choices(turn.setting))
        if facets := turn.decision.get("facets"):
            return Outcome(lists.of_every_step(event, facets[0], turn.setting), {"life_event": event.key})
        left = {"service": None, "facets": None, "pending_facets": None}
        return Outcome(lists.life_event(event, turn.setting), {**left, "life_event": event.key})


class AnswerFaq(AssistantAction):
    """A question that staff answer in their own words."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_faq"

    def respond(self, turn: Turn) -> Outcome:
        """The entry that was found, or those that may be meant; it may have been taken back since."""
        if turn.decision.get("decision") == "choices":
            return answer_service(turn)
        entry = turn.setting.agency.faq.get(turn.decision.get("faq") or "")
        if entry is None:
            return Outcome(smalltalk.refuse(turn.setting, 1))
        if turn.decision.get("from_context"):
            extra = turn.decision.get("extra") or {}
            told = sentence_with(entry.answer, turn.setting.form, extra.get("words") or ())
            if told or (told := told_of(entry.answer, extra.get("asked") or (), turn.setting.form)):
                return Outcome(lists.of_the_faq(entry, told, turn.setting))
            said = str((turn.slots["last_reply"] or {}).get("text") or "")
            just_said = any(turn.setting.say(text) in said for text in (entry.question, entry.answer))
            instead = turn.service(extra.get("instead"))
            meant = (instead, tuple(extra["asked"])) if instead is not None and has_facet(instead, extra["asked"][0]) else None
            return Outcome(lists.no_more_of(entry, turn.setting, again=not just_said, meant=meant))
        is_subject = bool((turn.decision.get("extra") or {}).get("subject"))
        slots = {"faq": entry.key, "service": None, "facets": None, "pending_facets": None} if is_subject else {"facets": None}
        return Outcome(lists.faq(entry, turn.setting), slots)

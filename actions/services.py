"""Answers about services: from the catalogue, or a question back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import AssistantAction, Outcome, Turn
from bot.answers import service_answer, smalltalk
from bot.answers.to_the_point import Question, to_the_point
from bot.catalogue.views import FaqView, ServiceView
from bot.replies import Reply

# Asked for most often, to show as examples when it is not clear which service is meant.
_OFTEN = {"ID": ("ktp-el-baru", "kk-baru", "akta-kelahiran", "skck"), "JP": ("juminhyo", "tennyu", "mynumber-card-shinsei", "inkan-toroku")}


def often_asked(turn: Turn) -> list[ServiceView]:
    """Up to three services to show as examples."""
    agency = turn.setting.agency
    keys = [key for key in _OFTEN.get(agency.country, ()) if key in agency.services] or list(agency.services)
    return [agency.services[key] for key in keys[:3]]


def faq_offered(turn: Turn) -> list[FaqView]:
    """The FAQ that may be meant, as far as they are still answered."""
    keys = (turn.decision.get("extra") or {}).get("faq") or ()
    return [entry for key in keys if (entry := turn.setting.agency.faq.get(key)) is not None]


def answer_service(turn: Turn) -> Outcome:
    """Answer, offer choices or ask back, as was decided."""
    decision = turn.decision
    facets = tuple(decision.get("facets") or ("overview",))
    variant, applicant = decision.get("variant"), decision.get("applicant")
    services = [s for key in decision.get("services") or () if (s := turn.service(key)) is not None]
    faq = faq_offered(turn)
    if decision.get("decision") == "choices" and (services or faq):
        reply = service_answer.choices(services, facets, turn.setting, variant, applicant, faq=faq)
        only = len(services) == 1 and not faq and turn.service(turn.slots.get("service")) is None
        spoken_of = {"service": services[0].key} if only else {}
        return Outcome(reply, {"pending_facets": list(facets) if facets != ("overview",) else None, **spoken_of})
    if not services and (current := turn.service(turn.slots.get("service"))) is not None and decision.get("from_context"):
        services = [current]
    if not services and facets == ("phone",):
        return Outcome(service_answer.contact(turn.setting))
    if not services:
        reply = service_answer.ask_back(facets, often_asked(turn), turn.setting)
        return Outcome(reply, {"pending_facets": list(facets) if facets != ("overview",) else None})
    service = services[0]
    extra = decision.get("extra") or {}
    first = to_the_point(service, facets, turn.setting, Question.of(extra))
    reply = service_answer.answer(service, facets, turn.setting, variant, applicant, first=first, whether=bool(extra.get("whether")))
    again = _was_said(turn, reply)
    goes_on = service.key != turn.slots.get("service") and facets == ("overview",) and first is None
    if goes_on and turn.life_event is not None and (hint := turn.steps.get(service.key)):
        reply = service_answer.as_a_step(reply, turn.life_event, hint, turn.setting)
    unknown = (extra.get("unknown") and (facets == ("overview",) or again)) or (
        extra.get("particulars") and again and not (extra.get("hearsay") or variant == "late")
    )
    open_who = service_answer.leaves_open_who_else(service, turn.setting, applicant, facets)
    if first is None and unknown:
        reply = service_answer.not_known(service, turn.setting)
    elif first is None and (_says_nothing_of_it(service, extra) or open_who):
        reply = service_answer.nothing_more(reply, turn.setting)
    return Outcome(
        reply, {"service": service.key, "facets": list(facets), "variant": variant, "applicant": applicant, "pending_facets": None}
    )


def _says_nothing_of_it(service: ServiceView, extra: Mapping[str, Any]) -> bool:
    """Whether it is asked what becomes of one who does not do it, and the catalogue does not say."""
    return bool(extra.get("consequence")) and not service.late


def _was_said(turn: Turn, reply: Reply) -> bool:
    return str((turn.slots["last_reply"] or {}).get("text") or "").endswith(reply.text)


class AnswerService(AssistantAction):
    """Every facet of a service."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_service"

    def respond(self, turn: Turn) -> Outcome:
        """See `answer_service`."""
        return answer_service(turn)


class Choose(AssistantAction):
    """A choice that fits nothing that was shown (one that fits is understood as what it stands for)."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_choose"

    def respond(self, turn: Turn) -> Outcome:
        """Show the last choices again, if there are any."""
        return Outcome(smalltalk.nothing_to_choose(turn.setting), {"options": turn.slots["options"]} if turn.slots["options"] else {})


class Correct(AssistantAction):
    """The citizen says that the answer was about something else."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_correct"

    def respond(self, turn: Turn) -> Outcome:
        """Answer when the message says what was meant; else ask, and leave the wrong service."""
        if turn.decision.get("services"):
            return answer_service(turn)
        return Outcome(smalltalk.correct(turn.setting), {"service": None, "pending_facets": turn.slots["facets"]})

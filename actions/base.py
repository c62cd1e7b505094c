"""What every action shares: the turn as typed values, one reply out, and an error that leaves the conversation usable."""

from __future__ import annotations

import datetime as dt
import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.utils import timezone
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.catalogue.views import LifeEventView, ServiceView
from bot.desk.request import HandoffRequest
from bot.languages import PLAIN_JAPANESE, Localized
from bot.pipeline.database import is_unavailable
from bot.pipeline.sentences import fault_reply
from bot.replies import Reply

log = structlog.get_logger("actions")
# So many services are remembered that were spoken of before.
_REMEMBERED = 6
SLOTS = (
    "service",
    "faq",
    "earlier",
    "life_event",
    "facets",
    "variant",
    "applicant",
    "pending_facets",
    "options",
    "fixed_language",
    "language",
    "last_reply",
    "failures",
    "helpful",
)


@dataclass(frozen=True)
class Turn:
    """One message of a citizen as the pipeline understood it. `decision` has the fields of `bot.nlu.deciding.values.Decision`."""

    decision: dict[str, Any]
    slots: dict[str, Any]
    setting: Setting
    text: str = ""

    def service(self, key: str | None) -> ServiceView | None:
        """The agency's service of that key, if it offers it."""
        return self.setting.agency.services.get(key) if key else None

    @property
    def life_event(self) -> LifeEventView | None:
        """The life event whose steps are spoken of, if the agency still tells of it."""
        return self.setting.agency.life_events.get(self.slots.get("life_event") or "")

    @property
    def steps(self) -> dict[str, Localized | None]:
        """The services that are steps of that life event, each with what it says of it."""
        return dict(self.life_event.steps) if self.life_event is not None else {}

    @property
    def named_service(self) -> ServiceView | None:
        """The service of this message, else the one under discussion."""
        keys = list(self.decision.get("services") or [])
        return self.service(keys[0] if keys else self.slots.get("service"))


@dataclass(frozen=True)
class Outcome:
    """The reply (None: say nothing) and the slots that change; a slot that is not named keeps its value. `handoff`: a person is needed."""

    reply: Reply | None
    slots: dict[str, Any] = field(default_factory=dict)
    handoff: HandoffRequest | None = None


def read_turn(tracker: Tracker, now: dt.datetime | None = None) -> Turn:
    """The turn from Rasa's tracker.

    Raises:
        bot.catalogue.merge.UnknownAgency: the message names an agency that does not exist.
    """
    message = tracker.latest_message or {}
    decision = dict(message.get("decision") or {})
    metadata = message.get("metadata") or {}
    view = snapshot.current(metadata.get("agency") or "banyuwangi")
    language = decision.get("language") or tracker.get_slot("fixed_language") or tracker.get_slot("language") or view.default_language
    slots = {name: tracker.get_slot(name) for name in SLOTS}
    setting = Setting(view, language[:2], now or timezone.now(), plain=bool(decision.get("plain", language == PLAIN_JAPANESE)))
    return Turn(decision, slots, setting, str(message.get("text") or ""))


def options_of(reply: Reply) -> list[dict[str, Any]]:
    """The choices of a reply as the pipeline needs them to understand "the second one"."""
    return [{"titles": [title for title in (q.title, q.other_title) if title], "payload": q.payload} for q in reply.quick_replies]


def _with(left: str | None, earlier: list[str]) -> list[str]:
    """The services spoken of before, the latest first; what was left the longest ago is forgotten."""
    return [left, *(key for key in earlier if key != left)][:_REMEMBERED] if left else earlier


class AssistantAction(Action, ABC):
    """An action that answers with at most one reply."""

    @abstractmethod
    def name(self) -> str:
        """The name in domain.yml."""

    @abstractmethod
    def respond(self, turn: Turn) -> Outcome:
        """Decide what to say. May raise: the citizen is then told kindly, and the error is logged with an id."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by Rasa's action server."""
        try:
            turn = read_turn(tracker)
            outcome = self.respond(turn)
        except Exception as error:
            if is_unavailable(error):
                # The server answers with an error then, and the worker comes again: the database is away for seconds.
                raise
            code = secrets.token_hex(3).upper()
            log.exception("action failed", action=self.name(), error_id=code)
            decision = (tracker.latest_message or {}).get("decision") or {}
            language = (decision.get("language") or tracker.get_slot("language") or "")[:2]
            dispatcher.utter_message(json_message={"reply": fault_reply(language, code)})
            return []
        slots = dict(outcome.slots)
        if outcome.reply is not None:
            # What the citizen reads it in, which is not that of the message when another language was asked for.
            reply = {**outcome.reply.to_json(), "language": (slots.get("language") or turn.setting.language)[:2]}
            request = outcome.handoff
            dispatcher.utter_message(json_message={"reply": reply, **({"handoff": request.to_json()} if request else {})})
            slots.setdefault("options", options_of(outcome.reply))
            slots.setdefault("last_reply", reply)
            slots.setdefault("language", turn.setting.form)
            slots.setdefault("failures", 0)
            if "service" in slots:
                # One subject at a time.
                slots.setdefault("faq", None)
                slots.setdefault("earlier", _with(turn.slots.get("service"), turn.slots.get("earlier") or []))
                if slots["service"] and slots["service"] not in turn.steps:
                    slots.setdefault("life_event", None)
        return [SlotSet(name, value) for name, value in slots.items() if turn.slots.get(name) != value]

"""Greetings, help, yes and no, repetition, and what is out of scope."""

from __future__ import annotations

from collections.abc import Callable

from actions.base import AssistantAction, Outcome, Turn
from actions.services import answer_service
from bot.answers import lists, smalltalk
from bot.answers.context import Setting
from bot.answers.service_answer import answer
from bot.replies import Reply


class _Saying(AssistantAction):
    """An action that always says the same."""

    words: Callable[[Setting], Reply]

    def respond(self, turn: Turn) -> Outcome:
        """Say it."""
        return Outcome(type(self).words(turn.setting))


class Greet(_Saying):
    """Hello."""

    words = staticmethod(smalltalk.greet)

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_greet"


class Thank(_Saying):
    """You are welcome; what was offered before can still be chosen."""

    words = staticmethod(smalltalk.thank)

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_thank"

    def respond(self, turn: Turn) -> Outcome:
        """Say it and keep the choices."""
        return Outcome(smalltalk.thank(turn.setting), {"options": turn.slots["options"], "last_reply": turn.slots["last_reply"]})


class Goodbye(_Saying):
    """Goodbye."""

    words = staticmethod(smalltalk.goodbye)

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_goodbye"


class Help(_Saying):
    """How to use the bot."""

    words = staticmethod(smalltalk.help_text)

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_help"


class BotChallenge(_Saying):
    """Are you a bot?"""

    words = staticmethod(smalltalk.bot_challenge)

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_bot_challenge"


class Affirm(AssistantAction):
    """A yes."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_affirm"

    def respond(self, turn: Turn) -> Outcome:
        """A yes to the only thing offered answers it; after an answer it shows what else can be asked; any other asks what about."""
        chosen = [o["payload"] for o in turn.slots["options"] or [] if o["payload"].get("type") in {"service", "faq"}]
        asked = bool((turn.slots["last_reply"] or {}).get("numbered"))
        remark = (turn.decision.get("extra") or {}).get("remark")
        if asked and len(chosen) == 1 and chosen[0]["type"] == "faq" and not remark:
            entry = turn.setting.agency.faq.get(chosen[0]["faq"])
            if entry is not None:
                return Outcome(lists.faq(entry, turn.setting), {"faq": entry.key, "service": None, "facets": None, "pending_facets": None})
        offered = [payload for payload in chosen if payload["type"] == "service"]
        services = {payload["service"] for payload in offered}
        if len(services) == 1 and len(chosen) == len(offered) and (asked or turn.slots.get("service") not in services) and not remark:
            payload = offered[0]
            decision = {
                **turn.decision,
                "decision": "answer",
                "services": [payload["service"]],
                "facets": payload.get("facets") or ["overview"],
            }
            return answer_service(Turn(decision, turn.slots, turn.setting))
        if asked and chosen and not remark:
            # What is to be chosen stands in the last message: without a choice, a yes says nothing.
            return Outcome(smalltalk.which_one(turn.setting), {"options": turn.slots["options"], "last_reply": turn.slots["last_reply"]})
        if (service := turn.service(turn.slots.get("service"))) is not None:
            return Outcome(smalltalk.heard(turn.setting, service, tuple(turn.slots["facets"] or ()), remark=remark))
        if turn.slots.get("faq") or remark:
            return Outcome(
                smalltalk.heard(turn.setting, remark=remark), {"options": turn.slots["options"], "last_reply": turn.slots["last_reply"]}
            )
        return Outcome(smalltalk.affirm(turn.setting))


class Deny(AssistantAction):
    """A no."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_deny"

    def respond(self, turn: Turn) -> Outcome:
        """Offer the list."""
        return Outcome(smalltalk.deny(turn.setting))


class Cancel(AssistantAction):
    """Never mind."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_cancel"

    def respond(self, turn: Turn) -> Outcome:
        """Forget what was under discussion."""
        return Outcome(
            smalltalk.cancel(turn.setting), {"service": None, "facets": None, "pending_facets": None, "life_event": None, "options": []}
        )


class Repeat(AssistantAction):
    """Say that again."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_repeat"

    def respond(self, turn: Turn) -> Outcome:
        """The last reply once more, in the language asked for now if it was about a service."""
        last = turn.slots["last_reply"]
        if not last:
            return Outcome(smalltalk.nothing_to_repeat(turn.setting))
        if (service := turn.service(turn.slots["service"])) is not None and turn.slots["language"] != turn.setting.form:
            return Outcome(
                answer(service, tuple(turn.slots["facets"] or ("overview",)), turn.setting, turn.slots["variant"], turn.slots["applicant"])
            )
        return Outcome(Reply.from_json(last))


class Refuse(AssistantAction):
    """Out of scope, or not understood."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_refuse"

    def respond(self, turn: Turn) -> Outcome:
        """Refuse kindly; the second time in a row with the way to a person. What was under discussion stays."""
        failures = int(turn.slots["failures"] or 0) + 1
        return Outcome(smalltalk.refuse(turn.setting, failures), {"failures": failures})

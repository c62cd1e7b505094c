"""The citizen asks for a language."""

from __future__ import annotations

from dataclasses import replace

from actions.base import AssistantAction, Outcome, Turn
from bot.answers import service_answer, smalltalk
from bot.languages import PLAIN_JAPANESE


class ChangeLanguage(AssistantAction):
    """Fixes the language of the answers."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_change_language"

    def respond(self, turn: Turn) -> Outcome:
        """Confirm in the language asked for, and say the last answer about a service in it; ask which when it is none of ours."""
        wanted = (turn.decision.get("extra") or {}).get("language")
        if wanted not in ("id", "ja", PLAIN_JAPANESE):
            return Outcome(smalltalk.language_unknown(turn.setting))
        setting = replace(turn.setting, language=wanted[:2], plain=wanted == PLAIN_JAPANESE)
        slots = {"fixed_language": wanted, "language": wanted}
        confirmation = smalltalk.language_set(setting)
        service = turn.service(turn.slots["service"])
        if service is not None and turn.slots["facets"]:
            again = service_answer.answer(service, tuple(turn.slots["facets"]), setting, turn.slots["variant"], turn.slots["applicant"])
            return Outcome(replace(again, text=f"{confirmation.text}\n\n{again.text}"), slots)
        return Outcome(confirmation, slots)

"""A dialogue that needs no model: what it makes of a message stands in the message's first word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio

from bot.answers.labels import menu_reply, person_reply
from bot.desk.models import Handoff
from bot.desk.request import HandoffRequest
from bot.pipeline import keys
from bot.replies import Reply
from tests.pipeline.fakes import FakeTurn

_REASON, _URGENCY = Handoff.Reason, Handoff.Urgency
# First word: decision, kind, what the action asks of the desk.
MEANINGS: dict[str, tuple[str, str, HandoffRequest | None]] = {
    "petugas": ("handoff", "handoff", HandoffRequest(_REASON.ASKED, service="layanan-1", slots={"service": "layanan-1"})),
    # What the model sees in the word itself is another service than the one that is spoken of.
    "operator": ("handoff", "handoff", HandoffRequest(_REASON.ASKED, service="layanan-2", slots={"service": "layanan-1"})),
    "tanya": ("handoff", "handoff", HandoffRequest(_REASON.ASKED, service="layanan-1", answers=True)),
    "bahaya": ("handoff", "distress", HandoffRequest(_REASON.DISTRESS, _URGENCY.DANGER)),
    "kesal": ("answer", "complaint", HandoffRequest(_REASON.COMPLAINT, _URGENCY.RAISED)),
    "keluhan": ("answer", "complaint", None),
    "entah": ("refuse", "oos", None),
    "syarat": ("answer", "service", None),
    "biaya": ("answer", "service", None),
}
# Answers with the button that asks for a person.
_WITH_THE_BUTTON = frozenset({"bahaya", "kesal", "biaya"})

_INTENTS = {"handoff": "speak_to_person", "makasih": "thank"}


@dataclass
class DeskDialogue:
    """Answers "bot: <text>", and calls for a person where the message says so; how many turns it has held stands in its state."""

    client: redis.asyncio.Redis[str]
    calls: list[dict[str, Any]] = field(default_factory=list)
    numbered: bool = False

    async def handle(
        self,
        *,
        conversation: str,
        message_id: str,
        text: str,
        agency: str,
        channel: str,
        button: Mapping[str, Any] | None = None,
        language: str | None = None,
    ) -> FakeTurn:
        """Understand by the first word, answer."""
        self.calls.append({"text": text, "button": button, "language": language})
        stored = json.loads(await self.client.get(keys.tracker(conversation)) or "{}")
        slots = {**stored.get("slots", {}), "turns": stored.get("slots", {}).get("turns", 0) + 1, "options": ["x"]}
        word = "petugas" if button is not None and button.get("intent") == "speak_to_person" else text.split(" ")[0].lower()
        decision, kind, request = MEANINGS.get(word, ("smalltalk", "smalltalk", None))
        spoken = language or "id"
        understanding = {
            "decision": decision,
            "kind": kind,
            "intent": _INTENTS.get(word, _INTENTS.get(kind, kind)),
            "confidence": 0.9,
            "language": spoken,
        }
        if "tentang" in text:
            understanding["services"] = [{"key": "layanan-1", "score": 0.9}]
        buttons = (person_reply(spoken), menu_reply(spoken)) if word in _WITH_THE_BUTTON else ()
        replies = [{**Reply(f"bot: {text}", buttons, numbered=self.numbered).to_json(), "language": spoken}]
        return FakeTurn(replies, understanding, {f"tracker:{conversation}": json.dumps({"slots": slots, "events": []})}, spoken, request)

    async def understand(self, *, text: str, **_: Any) -> dict[str, Any]:
        """By the first word, too; it counts no turn."""
        decision, kind, _request = MEANINGS.get(text.split(" ")[0].lower(), ("smalltalk", "smalltalk", None))
        return {"decision": decision, "kind": kind, "confidence": 0.9}


async def turns(client: redis.asyncio.Redis[str], conversation: str) -> int | None:
    """How many turns the conversation's state tells of; None when it tells of none."""
    stored = json.loads(await client.get(keys.tracker(conversation)) or "{}")
    found: int | None = stored.get("slots", {}).get("turns")
    return found

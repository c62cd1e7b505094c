"""The only door to the Rasa Agent: a citizen's message in, replies and the new dialogue state out.

Nothing is stored here. The caller stores `Turn.tracker_writes` together with the replies, or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.action_endpoint import ImpatientEndpoint
from bot.desk.request import HandoffRequest
from bot.environment import environment
from bot.nlu.knowledge_linker import prepare
from bot.nlu.normalise import MAX_CHARACTERS, WORD_JOINER, without_halves
from bot.rasa_speed import quicken
from bot.trackers import DeferredTrackerStore, Reader

__all__ = ["Dialogue", "ImpatientEndpoint", "NoModel", "Turn", "plain_text", "tracker_key", "understanding_of"]

log = structlog.get_logger("bot.dialogue")
CONTEXT_SLOTS = ("service", "facets", "pending_facets", "options", "fixed_language", "language", "faq", "earlier", "life_event")


class NoModel(RuntimeError):
    """There is no trained model to load."""

    def __init__(self) -> None:
        super().__init__("There is no trained model in models/. Train one with `make train` (or `python manage.py train`).")


@dataclass(frozen=True)
class Turn:
    """What one message led to. `replies` have the shape of `bot.replies.Reply.to_json`; `tracker_writes` maps Redis key suffix to value.

    `handoff`: an action asks for a person.
    `release` is the number of the release that answered, None for the model of the files.
    """

    replies: list[dict[str, Any]]
    understanding: dict[str, Any]
    tracker_writes: dict[str, str]
    language: str
    milliseconds: float
    handoff: HandoffRequest | None = None
    release: int | None = None


def tracker_key(conversation: str) -> str:
    """The suffix of the Redis key under which a conversation's tracker is kept."""
    return f"tracker:{conversation}"


def plain_text(text: str) -> str:
    """The text so that Rasa never reads it as a command: "/intent{...}" typed by a citizen stays what it is, a text."""
    text = without_halves(text[: MAX_CHARACTERS * 4])
    return WORD_JOINER + text if text.strip().startswith("/") else text


class Dialogue:
    """A loaded model with its action server."""

    def __init__(self, agent: Agent, trackers: DeferredTrackerStore, release: int | None = None) -> None:
        self._agent = agent
        self._trackers = trackers
        self._release = release

    @classmethod
    async def load(cls, reader: Reader, model: Path, actions_url: str | None = None, release: int | None = None) -> Dialogue:
        """Load a model file; takes 10 to 20 seconds. `reader` gives a stored tracker by conversation id, or None.

        `release` is the number of the release whose model it is.

        Raises:
            NoModel: the file does not exist or is no model.
        """
        if not model.exists():  # noqa: ASYNC240 - once, before anything else runs
            raise NoModel()
        quicken()
        endpoint = ImpatientEndpoint(actions_url or environment().actions_url)
        agent = Agent.load(str(model), action_endpoint=endpoint)
        if agent.processor is None or agent.domain is None:
            raise NoModel()
        trackers = DeferredTrackerStore(agent.domain, reader)
        agent.tracker_store = trackers
        agent.processor.tracker_store = trackers
        return cls(agent, trackers, release)

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
    ) -> Turn:
        """Understand one message and answer it. `language` is the page's or profile's, used when the message tells none.

        No text of a citizen makes it raise. `replies` is empty when no action answered (action server down): the caller apologises.
        """
        started = time.perf_counter()
        output = CollectingOutputChannel()
        before = await self._trackers.peek(conversation)
        try:
            message = await _message(conversation, message_id, text, agency, channel, button, language, before, output)
            await self._agent.handle_message(message)
            after = self._trackers.saved(conversation)
        finally:
            stored = self._trackers.take(conversation)
        replies = [m["custom"]["reply"] for m in output.messages if isinstance(m.get("custom"), dict) and "reply" in m["custom"]]
        if not replies:
            log.error("no action answered", agency=agency, intent=_latest(after).get("intent", {}).get("name"))
        understanding = understanding_of(_latest(after))
        return Turn(
            replies=replies,
            understanding=understanding,
            tracker_writes={tracker_key(conversation): stored} if stored else {},
            language=understanding.get("language") or language or "id",
            milliseconds=round((time.perf_counter() - started) * 1000, 2),
            handoff=_handoff(output.messages),
            release=self._release,
        )

    async def understand(
        self,
        *,
        conversation: str,
        message_id: str,
        text: str,
        agency: str,
        channel: str,
        button: Mapping[str, Any] | None = None,
        language: str | None = None,
    ) -> dict[str, Any]:
        """What the pipeline makes of a message that is not answered: no rule and no action runs, and the dialogue stays as it was."""
        processor = self._agent.processor
        if processor is None:
            raise NoModel()
        tracker = await self._trackers.retrieve(conversation)
        message = await _message(conversation, message_id, text, agency, channel, button, language, tracker, None)
        return understanding_of(await processor.parse_message(message, tracker))


async def _message(
    conversation: str,
    message_id: str,
    text: str,
    agency: str,
    channel: str,
    button: Mapping[str, Any] | None,
    language: str | None,
    tracker: DialogueStateTracker | None,
    output: CollectingOutputChannel | None,
) -> UserMessage:
    """A message as the pipeline reads it, with what was spoken of before; what the linker needs of it is at hand afterwards."""
    plain = plain_text(text)
    await prepare(plain, agency)
    metadata: dict[str, Any] = {
        "agency": agency,
        "channel": channel,
        "default_language": language,
        "context": {name: tracker.get_slot(name) for name in CONTEXT_SLOTS} if tracker is not None else {},
    }
    if button is not None:
        metadata["button"] = dict(button)
    return UserMessage(plain, output, conversation, input_channel=channel, message_id=message_id, metadata=metadata)


def _handoff(messages: list[dict[str, Any]]) -> HandoffRequest | None:
    asked = [m["custom"]["handoff"] for m in messages if isinstance(m.get("custom"), dict) and m["custom"].get("handoff")]
    return HandoffRequest.from_json(asked[-1]) if asked else None


def _latest(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    if tracker is None or tracker.latest_message is None:
        return {}
    return dict(tracker.latest_message.parse_data or {})


def understanding_of(parse_data: Mapping[str, Any]) -> dict[str, Any]:
    """What the pipeline made of a message, without its text."""
    decision = dict(parse_data.get("decision") or {})
    if not decision:
        return {
            "kind": "oos",
            "intent": None,
            "confidence": 0.0,
            "services": [],
            "facets": [],
            "faq": None,
            "faq_score": None,
            "faq_candidates": [],
            "decision": "refuse",
        }
    chosen = list(decision["services"])
    scores = dict(decision["candidates"])
    services = [{"key": key, "score": max(scores.get(key, 0.0), decision["confidence"] if i == 0 else 0.0)} for i, key in enumerate(chosen)]
    if decision["kind"] in {"service", "complaint", "status", "booking", "illegal_fee"}:
        services += [{"key": key, "score": score} for key, score in decision["candidates"] if key not in chosen and score >= 0.01]
    faq = _faq_candidates(decision)
    return {
        "language": decision["language"],
        "kind": decision["kind"],
        "intent": decision["intent"],
        "confidence": round(float(decision["confidence"]), 4),
        "services": services[:5],
        "facets": list(decision["facets"]),
        "faq": decision["faq"],
        "faq_score": faq[0]["score"] if decision["faq"] else None,
        "faq_candidates": faq,
        "life_event": decision["life_event"],
        "decision": decision["decision"],
        "from_context": decision["from_context"],
    }


def _faq_candidates(decision: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The five FAQ nearest to the message, best first; before them the chosen one, which a button may have chosen."""
    chosen = decision["faq"]
    first = [] if chosen is None else [{"key": chosen, "score": round(float(decision["confidence"]), 5)}]
    return [*first, *({"key": key, "score": score} for key, score in decision["faq_candidates"] if key != chosen)][:5]

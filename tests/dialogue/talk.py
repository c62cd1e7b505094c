"""A citizen's side of the dialogue: one conversation with the real model and the real action server."""

from __future__ import annotations

import copy
import itertools
import re
from asyncio import Runner
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.nlu.normalise import is_japanese

if TYPE_CHECKING:
    from bot.dialogue import Dialogue, Turn

_numbers = itertools.count(1)
# Titles of laws and pages stay in the language in which they are published.
_SOURCES = re.compile(r"^(?:Sumber|出典|Dasar|根拠|  ?https?|•|・)[^\n]*$", re.MULTILINE)


def in_indonesian(text: str) -> bool:
    """Whether nothing but sources and names in brackets is in Japanese script."""
    return not is_japanese(re.sub(r"\([^)]*\)", "", _SOURCES.sub("", text)))


@dataclass
class Answer:
    """One turn, with what tests look at."""

    turn: Turn

    @property
    def text(self) -> str:
        """Every reply's text."""
        return "\n\n".join(reply["text"] for reply in self.turn.replies)

    @property
    def titles(self) -> list[str]:
        """The buttons' titles."""
        return [choice["title"] for reply in self.turn.replies for choice in reply["quick_replies"]]

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """What the buttons mean."""
        return [choice["payload"] for reply in self.turn.replies for choice in reply["quick_replies"]]

    @property
    def intent(self) -> str:
        """The intent that the rules saw."""
        return str(self.turn.understanding["intent"])

    @property
    def kind(self) -> str:
        """The kind of the decision."""
        return str(self.turn.understanding["kind"])

    @property
    def decision(self) -> str:
        """What the bot did."""
        return str(self.turn.understanding["decision"])

    @property
    def services(self) -> list[str]:
        """The services that the answer is about."""
        found = [entry["key"] for entry in self.turn.understanding["services"]]
        return found if self.decision == "choices" else found[:1]

    @property
    def facets(self) -> set[str]:
        """What was answered."""
        return set(self.turn.understanding["facets"])


class Citizens:
    """A loaded model with its action server, and the trackers of every conversation held with it."""

    def __init__(self, loop: Runner, dialogue: Dialogue, trackers: dict[str, str]) -> None:
        self.loop = loop
        self.dialogue = dialogue
        self.trackers = trackers

    @classmethod
    def load(cls, loop: Runner, model: Path, actions_url: str) -> Citizens:
        """Load a model file."""
        from bot.dialogue import Dialogue

        trackers: dict[str, str] = {}
        return cls(loop, loop.run(Dialogue.load(reader_of(trackers), model, actions_url)), trackers)

    def with_actions_at(self, url: str) -> Citizens:
        """The same model, not loaded a second time, with another action server and conversations of its own."""
        from bot.dialogue import Dialogue, ImpatientEndpoint
        from bot.trackers import DeferredTrackerStore

        agent = copy.copy(self.dialogue._agent)
        agent.processor = copy.copy(agent.processor)
        trackers: dict[str, str] = {}
        store = DeferredTrackerStore(agent.domain, reader_of(trackers))
        agent.tracker_store = agent.processor.tracker_store = store
        agent.action_endpoint = agent.processor.action_endpoint = ImpatientEndpoint(url)
        return Citizens(self.loop, Dialogue(agent, store), trackers)

    def move_actions_to(self, url: str) -> None:
        """The action server has moved."""
        self.dialogue._agent.processor.action_endpoint.url = url

    def say(
        self, conversation: str, text: str, agency: str = "banyuwangi", button: dict[str, Any] | None = None, language: str | None = None
    ) -> Turn:
        """One message."""
        coroutine = self.dialogue.handle(
            conversation=conversation,
            message_id=f"message-{next(_numbers)}",
            text=text,
            agency=agency,
            channel="webchat",
            button=button,
            language=language,
        )
        turn = self.loop.run(coroutine)
        self.trackers.update(turn.tracker_writes)
        return turn

    def only_read(self, conversation: str, text: str, agency: str = "banyuwangi") -> dict[str, Any]:
        """What the model makes of a message that a person answers."""
        coroutine = self.dialogue.understand(
            conversation=conversation, message_id=f"message-{next(_numbers)}", text=text, agency=agency, channel="webchat"
        )
        return dict(self.loop.run(coroutine))


def reader_of(trackers: dict[str, str]) -> Callable[[str], Awaitable[str | None]]:
    """Reads trackers from a mapping, as the worker does from Redis."""

    async def read(conversation: str) -> str | None:
        return trackers.get(f"tracker:{conversation}")

    return read


@dataclass
class Chat:
    """One conversation."""

    citizens: Citizens
    agency: str = "banyuwangi"
    language: str | None = None
    name: str = field(default_factory=lambda: f"chat-{next(_numbers)}")

    def say(self, text: str) -> Answer:
        """Write a message; exactly one reply comes back."""
        answer = self.try_to_say(text)
        assert len(answer.turn.replies) == 1, answer.turn.understanding
        assert answer.text.strip()
        return answer

    def try_to_say(self, text: str) -> Answer:
        """Write a message, whatever comes back."""
        return Answer(self.citizens.say(self.name, text, self.agency, None, self.language))

    def press(self, payload: dict[str, Any], title: str = "") -> Answer:
        """Press a button that we issued."""
        return Answer(self.citizens.say(self.name, title, self.agency, payload, self.language))

    def press_title(self, answer: Answer, title: str) -> Answer:
        """Press the button of that title in an answer."""
        return self.press(answer.payloads[answer.titles.index(title)], title)

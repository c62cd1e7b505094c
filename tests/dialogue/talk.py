"""A citizen's side of the dialogue: one conversation with the real model and the real action server."""

from __future__ import annotations

import itertools
import re
from asyncio import Runner
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.nlu.normalise import is_japanese

if TYPE_CHECKING:
    from bot.dialogue import Turn
    from bot.ops.console_dialogue import ConsoleDialogue

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


@dataclass
class Chat:
    """One conversation."""

    dialogue: ConsoleDialogue
    loop: Runner
    agency: str = "banyuwangi"
    language: str | None = None
    name: str = field(default_factory=lambda: f"chat-{next(_numbers)}")

    def say(self, text: str) -> Answer:
        """Write a message; exactly one reply comes back, in one of the two languages."""
        answer = self.try_to_say(text)
        assert len(answer.turn.replies) == 1, answer.turn
        assert answer.text.strip()
        return answer

    def try_to_say(self, text: str) -> Answer:
        """Write a message, whatever comes back."""
        return Answer(self.loop.run(self.dialogue.say(self.name, text, self.agency, language=self.language)))

    def press(self, payload: dict[str, Any], title: str = "") -> Answer:
        """Press a button that we issued."""
        return Answer(self.loop.run(self.dialogue.say(self.name, title, self.agency, button=payload, language=self.language)))

    def press_title(self, answer: Answer, title: str) -> Answer:
        """Press the button of that title in an answer."""
        return self.press(answer.payloads[answer.titles.index(title)], title)

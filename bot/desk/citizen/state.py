"""What the desk remembers of a conversation between two messages: the choices it showed last, and what it has just asked for.

It is kept in Redis and written with the acknowledgement of the message, like the dialogue's state, so that a message handled again after
a crash meets the same state.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.normalise import normalise

DESK = "desk"
_CHOICE_SECONDS = 86_400
_ASKING_SECONDS = 3600
_NUMBER = re.compile(r"(\d)(?:[.)])?")


@dataclass(frozen=True)
class State:
    """`choices`: titles and payload of each; `asking`: what the next message answers; `given`: answers so far, sealed where private."""

    choices: tuple[dict[str, Any], ...] = ()
    asking: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """How long it holds."""
        return _ASKING_SECONDS if self.asking else _CHOICE_SECONDS

    def to_json(self) -> str:
        """As it is kept; empty when there is nothing to remember."""
        if not self.choices and not self.asking and not self.given:
            return ""
        return json.dumps({"choices": self.choices, "asking": self.asking, "given": dict(self.given)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str | None) -> State:
        """Read what `to_json` wrote; nothing gives nothing."""
        data = json.loads(stored) if stored else {}
        return cls(tuple(data.get("choices") or ()), str(data.get("asking") or ""), dict(data.get("given") or {}))

    def chosen(self, text: str) -> dict[str, Any] | None:
        """The choice that a typed text picks by its number or title, in the shape of a stored button."""
        flat = normalise(unicodedata.normalize("NFKC", text)).strip(" .!。")
        index = next((number for number, one in enumerate(self.choices) if flat and flat in map(normalise, one["titles"])), None)
        if index is None and (found := _NUMBER.fullmatch(flat)) is not None:
            index = int(found[1]) - 1
        if index is None or not 0 <= index < len(self.choices):
            return None
        return as_button(self.choices[index])

    def offering(self, do: str) -> list[dict[str, Any]]:
        """The choices that mean this to the desk."""
        return [one for one in self.choices if one["payload"].get("type") == DESK and one["payload"].get("do") == do]


def as_button(choice: Mapping[str, Any]) -> dict[str, Any]:
    """A choice in the shape of a stored button."""
    return {"payload": choice["payload"], "title": choice["titles"][0], "other_title": ""}


def choices_of(replies: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The choices of the last reply (with meanings in place), if the desk has one among them."""
    shown = list(replies[-1].get("quick_replies") or ()) if replies else []
    if not any(one["payload"].get("type") == DESK for one in shown):
        return ()
    return tuple(
        {"titles": [title for title in (one["title"], one.get("other_title")) if title], "payload": one["payload"]} for one in shown
    )

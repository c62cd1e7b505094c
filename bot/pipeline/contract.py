"""What the worker needs of `bot.dialogue`, which it cannot import for its types alone: that brings the whole of Rasa along."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, NotRequired, Protocol, TypedDict, Unpack

from bot.desk.request import HandoffRequest


class TurnLike(Protocol):
    """See `bot.dialogue.Turn`."""

    @property
    def replies(self) -> list[dict[str, Any]]: ...
    @property
    def understanding(self) -> dict[str, Any]: ...
    @property
    def tracker_writes(self) -> dict[str, str]: ...
    @property
    def language(self) -> str: ...
    @property
    def handoff(self) -> HandoffRequest | None: ...
    @property
    def release(self) -> int | None: ...


class Question(TypedDict):
    """What `handle` and `understand` are called with; see `bot.dialogue.Dialogue.handle`."""

    conversation: str
    message_id: str
    text: str
    agency: str
    channel: str
    button: NotRequired[Mapping[str, Any] | None]
    language: NotRequired[str | None]


class DialogueLike(Protocol):
    """See `bot.dialogue.Dialogue`."""

    def handle(
        self,
        *,
        conversation: str,
        message_id: str,
        text: str,
        agency: str,
        channel: str,
        button: Mapping[str, Any] | None = None,
        language: str | None = None,
    ) -> Coroutine[Any, Any, TurnLike]: ...

    def understand(self, **question: Unpack[Question]) -> Coroutine[Any, Any, dict[str, Any]]: ...

"""The two kinds of message that travel through the streams."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.pipeline.errors import MalformedMessage


@dataclass(frozen=True)
class InboundMessage:
    """What a citizen sent, identity numbers already masked. `received` is an ISO 8601 time; `language` a hint, may be empty."""

    external_id: str
    conversation: str
    agency: str
    channel: str
    text: str
    button_key: str
    language: str
    received: str
    masked: bool

    def to_fields(self) -> dict[str, str]:
        """As fields of a stream entry."""
        return {**{name: value for name, value in vars(self).items() if name != "masked"}, "masked": "1" if self.masked else ""}

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> Self:
        """Read what `to_fields` wrote.

        Raises:
            MalformedMessage: a field is missing.
        """
        try:
            return cls(**{name: fields[name] for name in cls.__annotations__ if name != "masked"}, masked=fields["masked"] == "1")
        except KeyError as error:
            raise MalformedMessage(f"The inbox entry has no field {error}.") from error


@dataclass(frozen=True)
class OutboundMessage:
    """One reply on its way out. `id` is the stored message's; `reply` has the shape of `Reply.to_json`, buttons with keys only."""

    id: int
    conversation: str
    channel: str
    in_reply_to: str
    position: int
    reply: dict[str, Any]

    def to_fields(self) -> dict[str, str]:
        """As fields of a stream entry."""
        return {
            "id": str(self.id),
            "conversation": self.conversation,
            "channel": self.channel,
            "in_reply_to": self.in_reply_to,
            "position": str(self.position),
            "reply": json.dumps(self.reply, ensure_ascii=False),
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> Self:
        """Read what `to_fields` wrote.

        Raises:
            MalformedMessage: a field is missing or unreadable.
        """
        try:
            return cls(
                id=int(fields["id"]),
                conversation=fields["conversation"],
                channel=fields["channel"],
                in_reply_to=fields["in_reply_to"],
                position=int(fields["position"]),
                reply=dict(json.loads(fields["reply"])),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise MalformedMessage(f"The outbox entry cannot be read ({type(error).__name__}).") from error

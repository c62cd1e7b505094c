"""The two kinds of message that travel through the streams."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, cast, get_args

from bot.pipeline.errors import MalformedMessage

Kind = Literal[
    "text",
    "button",
    "location",
    "contact",
    "media",
    "unsupported",
    "edit",
    "group",
    "stop",
    "start",
    "status",
    "moved",
    "handback",
    "topic",
]


@dataclass(frozen=True)
class InboundMessage:
    """What a citizen did, or what became of a message to a citizen; identity numbers already masked.

    `received` is an ISO 8601 time; `language` a hint, may be empty. `flood`: one of too many in a minute, the first of them or a later
    one. `account` and `contact` are empty where there are no accounts;
    `contact` is the sealed address. `details` hangs on the kind:

    | kind | details |
    |---|---|
    | media | `type`, `size` |
    | location | `latitude`, `longitude`, rounded to about a kilometre |
    | edit | `edits`: the external id of the message that is replaced |
    | status | `message`, `status`, `code`, `reason` |
    | moved | `state`, `address`: what is to be changed in the contact; the address is sealed |
    | handback | `handoff`: a person has given the conversation back |
    | topic | `group`, `thread`, `person` (a keyed hash), `name`, and `edits` if it changes another message: written in the staff's group |

    `sealed` is what was written in answer to the desk's question for a name or a number, encrypted; `text` is then the mask.
    """

    external_id: str
    conversation: str
    agency: str
    channel: str
    text: str
    button_key: str
    language: str
    received: str
    masked: bool
    kind: Kind = "text"
    account: str = ""
    contact: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    flood: Literal["", "first", "more"] = ""
    sealed: str = ""

    @property
    def is_turn(self) -> bool:
        """Whether the citizen waits for an answer to it."""
        return self.kind not in ("edit", "status", "moved", "handback", "topic")

    def to_fields(self) -> dict[str, str]:
        """As fields of a stream entry; what is empty is left out."""
        fields = {name: value for name, value in vars(self).items() if name not in ("masked", "details") and value != ""}
        if self.masked:
            fields["masked"] = "1"
        if self.details:
            fields["details"] = json.dumps(self.details, ensure_ascii=False)
        return fields

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> Self:
        """Read what `to_fields` wrote.

        Raises:
            MalformedMessage: a field is missing or unreadable.
        """
        try:
            return cls(
                external_id=fields["external_id"],
                conversation=fields["conversation"],
                agency=fields["agency"],
                channel=fields["channel"],
                text=fields.get("text", ""),
                button_key=fields.get("button_key", ""),
                language=fields.get("language", ""),
                received=fields.get("received", ""),
                masked=fields.get("masked") == "1",
                kind=_kind(fields.get("kind", "text")),
                account=fields.get("account", ""),
                contact=fields.get("contact", ""),
                details=dict(json.loads(fields.get("details", "{}"))),
                flood="first" if (flood := fields.get("flood")) == "first" else "more" if flood else "",
                sealed=fields.get("sealed", ""),
            )
        except KeyError as error:
            raise MalformedMessage(f"The inbox entry has no field {error}.") from error
        except (ValueError, TypeError) as error:
            raise MalformedMessage(f"The inbox entry cannot be read ({type(error).__name__}).") from error


def _kind(name: str) -> Kind:
    if name not in get_args(Kind):
        raise ValueError(name)
    return cast(Kind, name)


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

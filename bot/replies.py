"""What the bot says, as an object that each channel renders in its own way.

Actions send `Reply.to_json()`; the worker gives every quick reply an opaque key before the reply leaves for the outbox, so that a
pressed button can only be one that we issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class QuickReply:
    """A choice offered to the citizen: its title in both languages, and what it means (see `bot.nlu.decision_maker.of_option`)."""

    title: str
    payload: dict[str, Any]
    other_title: str = ""
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """A plain mapping."""
        return {"title": self.title, "payload": self.payload, "other_title": self.other_title, "key": self.key}


@dataclass(frozen=True)
class Link:
    """A link with its title."""

    title: str
    url: str


@dataclass(frozen=True)
class Location:
    """A place on the map; coordinates in degrees."""

    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Reply:
    """One message to the citizen. `text` is plain text with line breaks, whole without the other parts.

    `numbered`: the text itself lists the quick replies as "1. ...", "2. ...", in their order.
    """

    text: str
    quick_replies: tuple[QuickReply, ...] = ()
    links: tuple[Link, ...] = ()
    location: Location | None = None
    numbered: bool = False

    def to_json(self) -> dict[str, Any]:
        """A plain mapping for JSON."""
        return {
            "text": self.text,
            "quick_replies": [q.to_json() for q in self.quick_replies],
            "links": [{"title": link.title, "url": link.url} for link in self.links],
            "location": None if self.location is None else vars(self.location).copy(),
            "numbered": self.numbered,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reply:
        """Read what `to_json` wrote."""
        place = data.get("location")
        return cls(
            text=data.get("text", ""),
            quick_replies=tuple(
                QuickReply(q["title"], q["payload"], q.get("other_title", ""), q.get("key", "")) for q in data.get("quick_replies", ())
            ),
            links=tuple(Link(link["title"], link["url"]) for link in data.get("links", ())),
            location=Location(place["title"], place["address"], place["latitude"], place["longitude"]) if place else None,
            numbered=bool(data.get("numbered")),
        )

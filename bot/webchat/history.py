"""A conversation's messages as the page shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bot.desk.models import Message
from bot.pipeline.delivery import SUPERSEDED

_MOST = 500


def as_json(message: Message) -> dict[str, Any]:
    """One message; quick replies by title and key only."""
    content = message.content or {}
    return {
        "id": message.pk,
        "direction": message.direction,
        "author": message.author,
        "external_id": message.external_id,
        "text": message.text,
        "quick_replies": [{"title": choice["title"], "key": choice["key"]} for choice in content.get("quick_replies") or ()],
        "links": [{"title": link["title"], "url": link["url"]} for link in content.get("links") or ()],
        "location": content.get("location"),
        "created": message.created.isoformat(),
    }


def messages_after(conversation: str, after: int) -> list[dict[str, Any]]:
    """The messages with a higher id, in order; of a very long conversation the newest. What a person's words took the place of is left
    out."""
    said = Message.objects.filter(conversation_id=UUID(conversation), pk__gt=after).exclude(error_code=SUPERSEDED)
    newest = said.order_by("-pk")[:_MOST]
    return [as_json(message) for message in reversed(newest)]

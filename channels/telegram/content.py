"""What one Telegram message holds: words, a place, a file, something we cannot read, or only news about the chat.

What we do not look into is noted by its name alone, so that a change of its shape cannot make a message unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram.constants import MessageType

from channels.base import Kind, Media
from channels.telegram.types import Object, coordinates, member, members, needed, size, words

# An animation comes with a document for older programs, so it is looked for first.
_MEDIA = ("animation", "document", "voice", "audio", "video", "video_note", "sticker")
_OTHER_CONTENT = ("poll", "dice", "story", "game", "invoice", "paid_media", "checklist", "giveaway", "passport_data", "live_photo")
_CONTENT = {*_MEDIA, *_OTHER_CONTENT, "text", "photo", "location", "venue", "contact"}
_ABOUT_THE_SENDING = {
    *("business_connection_id", "effect_id", "reply_to_story", "sender_boost_count", "sender_business_bot", "suggested_post_info"),
}
# Every other kind that the library knows tells what happened to the chat. A kind that it does not know is taken for content: a kind
# sentence too many is better than a citizen who gets no answer.
_SERVICE = frozenset({kind.value for kind in MessageType} - _CONTENT - _ABOUT_THE_SENDING | {"migrate_from_chat_id"})
_CALLED_COMMAND = re.compile(r"^(/[A-Za-z0-9_]+)@[A-Za-z0-9_]+(?=\s|$)")


@dataclass(frozen=True)
class Content:
    """The part of `channels.base.Incoming` that the content decides."""

    kind: Kind
    text: str = ""
    media: Media | None = None
    location: tuple[float, float] | None = None


def words_of(message: Object) -> str:
    """The text or caption; "/help@our_bot" is the command "/help"."""
    return _CALLED_COMMAND.sub(r"\1", words(message, "text")) or words(message, "caption")


def says(message: Object) -> bool:
    """Whether somebody said something in it, rather than something having happened to the chat."""
    return _SERVICE.isdisjoint(message)


def content_of(message: Object) -> Content | None:
    """What a citizen sent, without the parts that nobody needs: names, numbers and files stay with Telegram."""
    if words(message, "text"):
        return Content("text", words_of(message))
    place = member(message, "location")
    if place is not None:
        return Content("location", location=coordinates(place))
    if "contact" in message:
        return Content("contact")
    if "photo" in message or "live_photo" in message:
        sizes = members(message, "photo")
        return Content("media", words_of(message), Media("photo", size(sizes[-1]) if sizes else None))
    for name in _MEDIA:
        if name in message:
            return Content("media", words_of(message), Media(name, size(needed(message, name))))
    return Content("unsupported", words_of(message)) if says(message) or not _CONTENT.isdisjoint(message) else None

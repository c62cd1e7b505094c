"""Telegram's updates as events of ours (https://core.telegram.org/bots/api#update). What cannot be read raises `MalformedPayload`.

They are read as they come and not through the library's classes: these refuse an object that lacks a field of the newest version of
the API, and Telegram sends a refused update again and again before it goes on with the next.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, Final

from channels.base import ContactUpdate, Event, Incoming, TopicMessage
from channels.errors import MalformedPayload
from channels.telegram.content import content_of, says, words_of
from channels.telegram.types import Object, identifier, member, members, needed, words

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")

_OUR_KEY = re.compile(r"[A-Za-z0-9_-]{12}")
_QUERY = re.compile(r"[A-Za-z0-9_-]{1,70}")
_LANGUAGES = {"ja": "ja", "id": "id", "in": "id", "ms": "id"}
_GROUPS = ("group", "supergroup")
_PRESENT = ("member", "administrator", "creator")


def read(body: bytes) -> dict[str, Any]:
    """The update that a webhook brought.

    Raises:
        MalformedPayload: it is no JSON object.
    """
    try:
        data = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise MalformedPayload("It is not a JSON object.")
    return data


def number_of(data: object) -> int:
    """The number of an update.

    Raises:
        MalformedPayload: it has none, so it is no update.
    """
    return identifier(data if isinstance(data, dict) else {}, "update_id")


def events_of(data: Object, bot: int, username: str = "", desk_group: str = "") -> list[Event]:
    """The events of one update; none where it does not concern us. `bot` and `username` are the bot's own, `desk_group` is the id of the
    staff's group.

    Raises:
        MalformedPayload: it cannot be read.
    """
    number = number_of(data)
    event: Event | None = None
    if "message" in data:
        event = _message(needed(data, "message"), bot, username, desk_group)
    elif "edited_message" in data:
        event = _edit(needed(data, "edited_message"), desk_group)
    elif "callback_query" in data:
        event = _pressed(needed(data, "callback_query"))
    elif "my_chat_member" in data:
        event = _membership(needed(data, "my_chat_member"), number, desk_group)
    return [] if event is None else [event]


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _message(message: Object, bot: int, username: str, desk_group: str) -> Event | None:
    number, chat = str(identifier(message, "message_id")), needed(message, "chat")
    address, kind = str(identifier(chat, "id")), words(chat, "type")
    if "migrate_to_chat_id" in message:
        return ContactUpdate(number, address, new_address=str(identifier(message, "migrate_to_chat_id")))
    sender = _person(message)
    if sender is None:
        return None
    language = _language(sender)
    if address == desk_group:
        return _in_topic(message, number, address, sender)
    if kind in _GROUPS:
        return Incoming(number, address, "group", language=language) if _is_for_us(message, bot, username) else None
    content = content_of(message) if kind == "private" else None
    if content is None:
        return None
    return Incoming(number, address, content.kind, text=content.text, language=language, media=content.media, location=content.location)


def _in_topic(message: Object, number: str, group: str, sender: Object) -> TopicMessage | None:
    """What somebody of the staff wrote in a topic; the group's general talk is no concern of ours."""
    if not message.get("is_topic_message") or not says(message):
        return None
    thread, person = identifier(message, "message_thread_id"), str(identifier(sender, "id"))
    return TopicMessage(number, group, thread, person, words(sender, "first_name"), words_of(message) if "text" in message else "")


def _person(message: Object) -> Object | None:
    """Who wrote it, unless that is a bot or a channel."""
    sender = member(message, "from")
    return None if sender is None or sender.get("is_bot") else sender


def _is_for_us(message: Object, bot: int, username: str) -> bool:
    """Whether a message in a group is meant for the bot: a command, a reply to it, or its name."""
    if not says(message):
        return False
    text = words(message, "text") or words(message, "caption")
    if text.startswith("/"):
        called = re.match(r"/\w+@(\w+)", text)
        return not (called and username) or called[1].lower() == username.lower()
    answered = member(message, "reply_to_message")
    if answered is not None and (member(answered, "from") or {}).get("id") == bot:
        return True
    if username and re.search(rf"@{re.escape(username)}(?!\w)", text, re.IGNORECASE):
        return True
    # A bot can be mentioned by its id, too (https://core.telegram.org/bots/api#messageentity, text_mention).
    entities = [*members(message, "entities"), *members(message, "caption_entities")]
    return any((member(entity, "user") or {}).get("id") == bot for entity in entities)


def _edit(message: Object, desk_group: str) -> Event | None:
    number, chat, sender = str(identifier(message, "message_id")), needed(message, "chat"), _person(message)
    address = str(identifier(chat, "id"))
    # A live location is edited every few seconds, and there are no words in it.
    if sender is None or "location" in message or not says(message):
        return None
    external_id = f"{number}e{identifier(message, 'edit_date')}"
    if address == desk_group:
        written = _in_topic(message, external_id, address, sender)
        return None if written is None else replace(written, edits=number)
    if words(chat, "type") != "private":
        return None
    return Incoming(external_id, address, "edit", text=words_of(message), language=_language(sender), edits=number)


def _pressed(query: Object) -> Incoming | None:
    name, data, sender = words(query, "id"), words(query, "data"), needed(query, "from")
    if not _QUERY.fullmatch(name):
        raise MalformedPayload("The callback query has no usable id.")
    if sender.get("is_bot"):
        return None
    external_id, language, message = f"cb{name}", _language(sender), member(query, "message")
    if message is None:
        # In a private chat the chat has the citizen's own id.
        address, title = str(identifier(sender, "id")), ""
    else:
        chat = needed(message, "chat")
        address, title = str(identifier(chat, "id")), _title(message, data)
        if words(chat, "type") != "private":
            return Incoming(external_id, address, "group", language=language, query=name)
    button = data if _OUR_KEY.fullmatch(data) else ""
    return Incoming(external_id, address, "button", text=title, button=button, language=language, query=name)


def _title(message: Object, data: str) -> str:
    """The words on the pressed button; a message too old to be told comes without its buttons."""
    rows = (member(message, "reply_markup") or {}).get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if data and isinstance(button, dict) and button.get("callback_data") == data:
                return words(button, "text")
    return ""


def _membership(change: Object, number: int, desk_group: str) -> Event | None:
    chat = needed(change, "chat")
    external_id, address, kind = f"u{number}", str(identifier(chat, "id")), words(chat, "type")
    before, now = words(needed(change, "old_chat_member"), "status"), words(needed(change, "new_chat_member"), "status")
    if kind == "private":
        if now == "kicked":
            return ContactUpdate(external_id, address, state="blocked")
        return ContactUpdate(external_id, address, state="active") if now == "member" else None
    if kind in _GROUPS and address != desk_group and now in ("member", "administrator") and before not in _PRESENT:
        return Incoming(external_id, address, "group", language=_language(needed(change, "from")))
    return None


def _language(user: Object) -> str:
    return _LANGUAGES.get(words(user, "language_code").lower().partition("-")[0], "")

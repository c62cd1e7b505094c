"""What a citizen can do on Telegram, as the updates that a bot gets of it (https://core.telegram.org/bots/api#message)."""

from __future__ import annotations

import random
import re
import time
from typing import Any

from tests.standins.telegram_html import utf16_length
from tests.standins.telegram_state import Bot, Chat

_FILE = {"file_id": "AgACAgUAAxkBAAIBY2", "file_unique_id": "AQADd7oxG4"}
_KINDS: dict[str, dict[str, Any]] = {
    "photo": {
        "photo": [
            {**_FILE, "file_size": 1253, "width": 90, "height": 67},
            {**_FILE, "file_id": "AgACAgUAAxkBAAIBY3", "file_size": 98_304, "width": 1280, "height": 960},
        ]
    },
    "document": {"document": {**_FILE, "file_name": "dokumen.pdf", "mime_type": "application/pdf", "file_size": 204_800}},
    "voice": {"voice": {**_FILE, "duration": 7, "mime_type": "audio/ogg", "file_size": 28_410}},
    "audio": {"audio": {**_FILE, "duration": 61, "mime_type": "audio/mpeg", "file_size": 990_000}},
    "video": {"video": {**_FILE, "width": 640, "height": 360, "duration": 12, "mime_type": "video/mp4", "file_size": 1_204_224}},
    "sticker": {
        "sticker": {**_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "🙏"}
    },
    "contact": {"contact": {"phone_number": "+620000000001", "first_name": "Contoh"}},
    "poll": {
        "poll": {
            "id": "5",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
}
_CAPTIONED = ("photo", "document", "voice", "audio", "video")


def citizen(chat: Chat) -> dict[str, Any]:
    """The `User` object of who writes."""
    user: dict[str, Any] = {"id": abs(chat.id) % 10**10, "is_bot": False, "first_name": chat.name or f"Citizen {abs(chat.id)}"}
    return user | ({"language_code": chat.language} if chat.language else {})


def _words(text: str) -> dict[str, Any]:
    command = re.match(r"/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]+)?(?=\s|$)", text)
    entities = [{"type": "bot_command", "offset": 0, "length": utf16_length(command.group())}] if command else []
    return {"text": text, **({"entities": entities} if entities else {})}


def message(bot: Bot, chat: Chat, wish: dict[str, Any]) -> dict[str, Any]:
    """The message that a wish of the control API describes.

    Raises:
        ValueError: there is no such kind.
    """
    kind, text = wish.get("kind") or "text", str(wish.get("text") or "")
    if kind in ("text", "group"):
        content = _words(text)
    elif kind == "location":
        content = {"location": {"latitude": float(wish.get("latitude", -7.25747)), "longitude": float(wish.get("longitude", 112.75209))}}
    elif kind in _KINDS:
        content = _KINDS[kind] | ({"caption": text} if text and kind in _CAPTIONED else {})
    else:
        raise ValueError(f"There is no kind of message {kind!r}.")
    return {
        "message_id": bot.next_message_id(),
        "from": citizen(chat) if chat.private else {**citizen(chat), "id": int(wish.get("from", 1001))},
        "chat": chat.as_json(),
        "date": int(time.time()),
        **content,
        **wish.get("extra", {}),
    }


def edited(bot: Bot, chat: Chat, number: int, text: str) -> dict[str, Any]:
    """An earlier message of the citizen with other words.

    Raises:
        ValueError: there is no such message, or it is the bot's.
    """
    old = bot.messages.get((chat.id, number))
    if old is None or old["from"]["id"] == bot.id:
        raise ValueError(f"Citizen {chat.id} has no message {number}.")
    name = "text" if "text" in old else "caption"
    kept = {key: value for key, value in old.items() if key != "entities"}
    new = kept | (_words(text) if name == "text" else {"caption": text}) | {"edit_date": int(time.time())}
    bot.messages[(chat.id, number)] = new
    return new


def pressed(bot: Bot, chat: Chat, number: int, button: str | int, forged: bool) -> dict[str, Any]:
    """A pressed inline button; `forged`: a client that sends what it likes.

    Raises:
        ValueError: the message has no such button.
    """
    shown = bot.messages.get((chat.id, number))
    if shown is None:
        raise ValueError(f"There is no message {number} in chat {chat.id}.")
    offered = [one for row in shown.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
    if isinstance(button, int):
        if not 0 <= button < len(offered):
            raise ValueError(f"Message {number} has no button {button}.")
        button = str(offered[button].get("callback_data", ""))
    if not forged and button not in [one.get("callback_data") for one in offered]:
        raise ValueError(f"Message {number} has no button {button!r}.")
    return {
        "id": bot.query(),
        "from": citizen(chat),
        "message": shown,
        "chat_instance": str(random.getrandbits(60)),
        "data": button,
    }


def membership(bot: Bot, chat: Chat, old: str, new: str) -> dict[str, Any]:
    """The `ChatMemberUpdated` that tells a bot that it was blocked, let in again, or added to a group."""

    def member(status: str) -> dict[str, Any]:
        return {"user": bot.me(), "status": status} | ({"until_date": 0} if status == "kicked" else {})

    return {
        "chat": chat.as_json(),
        "from": citizen(chat),
        "date": int(time.time()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }

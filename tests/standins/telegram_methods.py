"""The methods of the Bot API that send to a citizen or answer one."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from tests.standins import telegram_checks as checks
from tests.standins.telegram_checks import ApiError, Params, bad
from tests.standins.telegram_html import utf16_length
from tests.standins.telegram_state import Bot, Chat, World

Answer = tuple[Any, dict[str, Any]]
"""The result, and what the log tells of the call beyond its method, chat and status."""
QUERY_LIFE = 300.0


def chat_for(bot: Bot, params: Params) -> Chat:
    """The chat that a call is for.

    Raises:
        ApiError: not given, unknown, blocked or migrated.
    """
    given = params.text("chat_id")
    if not given:
        raise bad("chat_id is empty")
    chat = bot.chats.get(params.integer("chat_id"))
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user" if chat.private else "Forbidden: bot was kicked from the group chat")
    return chat


def within_rates(world: World, bot: Bot, chat: Chat) -> None:
    """Count a message against the limits of its chat and of the bot.

    Raises:
        ApiError: 429, with the seconds to wait; who does not wait them is noted as a violation.
    """
    whom = str(chat.id)
    if left := bot.penalties.left(whom):
        world.journal.add("violation", chat=whom, bot=bot.username, text=f"sent again {left:.2f} s before retry_after was over")
        raise too_many(math.ceil(left))
    wait = max(chat.bucket.wait(), bot.window.wait())
    if wait > 0:
        raise too_many(bot.penalties.impose(whom, wait))
    chat.bucket.take()
    bot.window.take()


def too_many(seconds: int) -> ApiError:
    """A 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _reply_to(bot: Bot, chat: Chat, params: Params) -> dict[str, Any]:
    wanted = params.json("reply_parameters") or {}
    number = int(wanted.get("message_id", 0) or params.integer("reply_to_message_id"))
    if not number:
        return {}
    message = bot.messages.get((chat.id, number))
    if message is not None:
        return {"reply_to_message": {name: value for name, value in message.items() if name != "reply_to_message"}}
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def _thread(chat: Chat, params: Params) -> dict[str, Any]:
    """What a message in a topic has besides; nothing where none is named.

    Raises:
        ApiError: there is no such topic, or the bot may not write in it any more.
    """
    number = params.integer("message_thread_id")
    if not number:
        return {}
    topic = chat.topics.get(number)
    if not chat.forum or topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.manages_topics:
        raise bad("TOPIC_CLOSED")
    return {"message_thread_id": number, "is_topic_message": True}


def _send(world: World, bot: Bot, params: Params, content: Callable[[], dict[str, Any]]) -> Answer:
    chat = chat_for(bot, params)
    body = content()
    keyboard = checks.markup(params)
    reply = _reply_to(bot, chat, params)
    thread = _thread(chat, params)
    within_rates(world, bot, chat)
    message: dict[str, Any] = {
        "message_id": bot.next_message_id(),
        "from": bot.me(),
        "chat": chat.as_json(),
        "date": int(time.time()),
        **body,
        **reply,
        **thread,
    }
    if keyboard and keyboard.get("inline_keyboard"):
        message["reply_markup"] = keyboard
    bot.messages[(chat.id, message["message_id"])] = message
    bot.accepted[str(chat.id)] += 1
    return message, seen(message, keyboard)


def seen(message: dict[str, Any], keyboard: dict[str, Any] | None) -> dict[str, Any]:
    """What the citizen sees of a message, for the log."""
    rows = (keyboard or {}).get("inline_keyboard") or (keyboard or {}).get("keyboard") or []
    layout = [[_button(button) for button in row] for row in rows]
    place = message.get("venue") or ({"location": message["location"]} if "location" in message else None)
    return {
        "what": "message",
        "message_id": message["message_id"],
        **({"thread": message["message_thread_id"]} if "message_thread_id" in message else {}),
        "text": message.get("text") or (message.get("venue") or {}).get("title", ""),
        "entities": message.get("entities", []),
        "buttons": [button for row in layout for button in row],
        "rows": layout,
        "keyboard": "inline" if "inline_keyboard" in (keyboard or {}) else "reply" if rows else "",
        **({"venue": place} if place else {}),
    }


def _button(button: Any) -> dict[str, str]:
    if isinstance(button, str):
        return {"title": button, "data": ""}
    return {"title": button["text"], "data": button.get("callback_data", ""), **({"url": button["url"]} if "url" in button else {})}


def send_message(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#sendmessage"""

    def content() -> dict[str, Any]:
        text, entities = checks.formatted(params)
        return {"text": text, **({"entities": entities} if entities else {})}

    return _send(world, bot, params, content)


def _place(params: Params) -> dict[str, float]:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#sendlocation"""
    return _send(world, bot, params, lambda: {"location": _place(params)})


def send_venue(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#sendvenue"""

    def content() -> dict[str, Any]:
        place = _place(params)
        for name in ("title", "address"):
            if not params.text(name).strip():
                raise bad(f'parameter "{name}" is required')
        return {"location": place, "venue": {"location": place, "title": params.text("title"), "address": params.text("address")}}

    return _send(world, bot, params, content)


def send_chat_action(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#sendchataction"""
    chat_for(bot, params)
    checks.chat_action(params.text("action"))
    return True, {"action": params.text("action")}


def edit_message_text(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#editmessagetext"""
    chat = chat_for(bot, params)
    message = bot.messages.get((chat.id, params.integer("message_id")))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad("message can't be edited")
    text, entities = checks.formatted(params)
    keyboard = checks.markup(params)
    if (message.get("text"), message.get("entities", []), message.get("reply_markup")) == (text, entities, keyboard):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current content "
            "and reply markup of the message"
        )
    within_rates(world, bot, chat)
    message.pop("reply_markup", None)
    message.update(text=text, entities=entities, edit_date=int(time.time()), **({"reply_markup": keyboard} if keyboard else {}))
    return message, {**seen(message, keyboard), "what": "edit"}


def edit_message_reply_markup(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    chat = chat_for(bot, params)
    message = bot.messages.get((chat.id, params.integer("message_id")))
    if message is None:
        raise bad("message to edit not found")
    keyboard = checks.markup(params)
    if message.get("reply_markup") == keyboard:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current content "
            "and reply markup of the message"
        )
    within_rates(world, bot, chat)
    message.pop("reply_markup", None)
    if keyboard:
        message["reply_markup"] = keyboard
    return message, {**seen(message, keyboard), "what": "edit"}


def answer_callback_query(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#answercallbackquery"""
    asked = bot.queries.get(params.text("callback_query_id"))
    if asked is None or time.monotonic() - asked > QUERY_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(params.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    return True, {"query": params.text("callback_query_id"), "notice": params.text("text"), "alert": params.flag("show_alert")}

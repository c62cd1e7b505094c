"""Groups with topics: the methods of the Bot API that make, close and look at them (https://core.telegram.org/bots/api#createforumtopic)."""

from __future__ import annotations

from typing import Any

from tests.standins.telegram_checks import ApiError, Params, bad
from tests.standins.telegram_html import utf16_length
from tests.standins.telegram_methods import Answer, chat_for
from tests.standins.telegram_state import Bot, Chat, Topic, World

_ICON_COLOR = 7322096


def _forum(bot: Bot, params: Params) -> Chat:
    chat = chat_for(bot, params)
    if not chat.forum:
        raise bad("the chat is not a forum")
    return chat


def create_forum_topic(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#createforumtopic"""
    chat = _forum(bot, params)
    if not chat.manages_topics:
        raise bad("not enough rights to create a topic")
    name = params.text("name").strip()
    if not 1 <= utf16_length(name) <= 128:
        raise bad("TOPIC_TITLE_INVALID" if name else "TOPIC_TITLE_EMPTY")
    number = bot.next_message_id()
    chat.topics[number] = Topic(name, by_bot=True)
    return {"message_thread_id": number, "name": name, "icon_color": _ICON_COLOR}, {"thread": number, "name": name}


def close_forum_topic(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#closeforumtopic"""
    chat = _forum(bot, params)
    topic = chat.topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    if not chat.manages_topics and not topic.by_bot:
        raise bad("not enough rights to close the topic")
    if topic.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = True
    return True, {"thread": params.integer("message_thread_id")}


def get_chat(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getchat"""
    chat = chat_for(bot, params)
    more = {"accent_color_id": 2, "max_reaction_count": 11, "accepted_gift_types": {}}
    return {**chat.as_json(), **more}, {}


def get_chat_member(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getchatmember; of others than the bot itself an administrator alone is told for sure."""
    chat = chat_for(bot, params)
    if not params.text("user_id"):
        raise bad("invalid user_id specified")
    if params.integer("user_id") != bot.id:
        raise ApiError(400, "Bad Request: member not found")
    member: dict[str, Any] = {"user": bot.me(), "status": "administrator" if chat.administers else "member"}
    if chat.administers:
        rights = ("can_manage_chat", "can_delete_messages", "can_invite_users", "can_pin_messages")
        member |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(rights, True), "can_manage_topics": chat.manages_topics}
    return member, {}

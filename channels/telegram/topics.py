"""A forum's topics (https://core.telegram.org/bots/api#createforumtopic): what a staff's group needs that is to be a desk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from channels.errors import Refused, TopicGone, TryLater
from channels.telegram.client import RawBot, ask, bot_id

# https://core.telegram.org/bots/api#createforumtopic: 1 to 128 characters.
LONGEST_TITLE = 128
# Which of these comes depends on how long ago the topic was deleted (https://github.com/tdlib/telegram-bot-api/issues/854).
_GONE = ("TOPIC_DELETED", "TOPIC_ID_INVALID", "message thread not found")
_CLOSED_ALREADY = ("TOPIC_NOT_MODIFIED", "TOPIC_CLOSED", *_GONE)


async def check(token: str, group: int) -> str:
    """The group's name, if it has topics that the bot may manage.

    Raises:
        Refused: it has none, or the bot may not.
    """
    chat = await ask(token, partial(_call, method="getChat", data={"chat_id": group}))
    if not isinstance(chat, dict) or not chat.get("is_forum"):
        raise Refused("no_forum", "This group has no topics: switch on Topics in the settings of the group.")
    member = await ask(token, partial(_call, method="getChatMember", data={"chat_id": group, "user_id": bot_id(token)}))
    found = member if isinstance(member, dict) else {}
    if found.get("status") != "administrator" or not found.get("can_manage_topics"):
        raise Refused("no_right", "Make the bot an administrator of the group, with the right to manage topics.")
    return str(chat.get("title") or group)


async def create(token: str, group: int, title: str) -> int:
    """Make a topic; returns the id of its thread."""
    made = await ask(token, partial(_call, method="createForumTopic", data={"chat_id": group, "name": title}))
    thread = made.get("message_thread_id") if isinstance(made, dict) else None
    if not isinstance(thread, int):
        raise TryLater("unexpected", "Telegram has made a topic, but did not tell which.")
    return thread


async def say(token: str, group: int, thread: int, text: str) -> None:
    """Write a plain text into the thread.

    Raises:
        TopicGone: somebody has deleted it.
    """
    data = {"chat_id": group, "message_thread_id": thread, "text": text, "link_preview_options": {"is_disabled": True}}
    try:
        await ask(token, partial(_call, method="sendMessage", data=data))
    except Refused as error:
        if _says(error, _GONE):
            raise TopicGone(error.code, error.message) from error
        raise


async def close(token: str, group: int, thread: int) -> None:
    """Close the thread."""
    try:
        await ask(token, partial(_call, method="closeForumTopic", data={"chat_id": group, "message_thread_id": thread}))
    except Refused as error:
        if not _says(error, _CLOSED_ALREADY):
            raise


def _says(error: Refused, any_of: Sequence[str]) -> bool:
    return any(words.lower() in error.message.lower() for words in any_of)


async def _call(bot: RawBot, *, method: str, data: dict[str, Any]) -> Any:
    return await bot.call(method, data)

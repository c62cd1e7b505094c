"""The Telegram stand-in's groups with topics refuse what Telegram refuses."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.standins.conftest import Client, control

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
GROUP = -1001000000001


async def test_a_topic_is_made_written_to_and_closed(bots: Client, call: Call) -> None:
    await control(bots, "forum", chat=GROUP)
    made = (await call("createForumTopic", chat_id=GROUP, name="Satu"))["result"]
    assert made["name"] == "Satu"
    thread = made["message_thread_id"]
    sent = (await call("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Halo"))["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (thread, True, True)
    assert (await call("closeForumTopic", chat_id=GROUP, message_thread_id=thread))["result"] is True
    assert (await call("closeForumTopic", chat_id=GROUP, message_thread_id=thread))["description"] == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_a_topic_that_somebody_deleted_cannot_be_written_to(bots: Client, call: Call) -> None:
    await control(bots, "forum", chat=GROUP)
    thread = (await call("createForumTopic", chat_id=GROUP, name="Satu"))["result"]["message_thread_id"]
    await control(bots, "delete_topic", chat=GROUP, thread=thread)
    refused = await call("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Halo")
    assert (refused["error_code"], refused["description"]) == (400, "Bad Request: message thread not found")
    assert (await call("closeForumTopic", chat_id=GROUP, message_thread_id=thread))["description"] == "Bad Request: TOPIC_ID_INVALID"


@pytest.mark.parametrize(
    ("method", "wish", "params", "description"),
    [
        ("createForumTopic", {"topics": False}, {"name": "x"}, "the chat is not a forum"),
        ("createForumTopic", {"manages": False}, {"name": "x"}, "not enough rights to create a topic"),
        ("createForumTopic", {}, {"name": "x" * 129}, "TOPIC_TITLE_INVALID"),
        ("createForumTopic", {}, {}, "TOPIC_TITLE_EMPTY"),
        ("closeForumTopic", {}, {"message_thread_id": 5}, "TOPIC_ID_INVALID"),
        ("sendMessage", {}, {"message_thread_id": 5, "text": "x"}, "message thread not found"),
        ("getChatMember", {}, {"user_id": 1}, "member not found"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    bots: Client, call: Call, method: str, wish: dict[str, Any], params: dict[str, Any], description: str
) -> None:
    await control(bots, "forum", chat=GROUP, **wish)
    answer = await call(method, chat_id=GROUP, **params)
    assert (answer["ok"], answer["description"]) == (False, f"Bad Request: {description}")


async def test_a_bot_is_told_its_own_rights(bots: Client, call: Call) -> None:
    await control(bots, "forum", chat=GROUP, manages=False)
    number = (await call("getMe"))["result"]["id"]
    member = (await call("getChatMember", chat_id=GROUP, user_id=number))["result"]
    assert (member["status"], member["can_manage_topics"]) == ("administrator", False)
    await control(bots, "forum", chat=GROUP, administrator=False)
    assert (await call("getChatMember", chat_id=GROUP, user_id=number))["result"]["status"] == "member"


async def test_what_is_said_in_a_topic_comes_with_its_thread(bots: Client, call: Call) -> None:
    await control(bots, "forum", chat=GROUP)
    thread = (await call("createForumTopic", chat_id=GROUP, name="Satu"))["result"]["message_thread_id"]
    await control(bots, "say", chat=GROUP, thread=thread, text="Halo", **{"from": 501})
    message = (await call("getUpdates"))["result"][-1]["message"]
    assert (message["message_thread_id"], message["is_topic_message"], message["from"]["id"]) == (thread, True, 501)

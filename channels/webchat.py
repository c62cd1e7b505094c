"""The web chat: the message is already where the page looks for it, in the database; sending it is telling open pages to look."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from channels.base import Account, Channel, Delivery, Limits, Outgoing
from channels.errors import TryLater


class WebChat(Channel):
    """The page of `bot.webchat`."""

    name: ClassVar[str] = "webchat"
    limits: ClassVar[Limits] = Limits(text=10_000, quick_replies=20, quick_reply_title=200)

    async def send(self, account: Account, message: Outgoing, part: Any) -> Delivery:
        """Tell the open pages of the conversation. A page that is not open finds the message when it is opened."""
        try:
            await async_client().publish(keys.events(message.conversation), json.dumps({"type": "message", "id": message.id}))
        except RedisError as error:
            raise TryLater("redis", "The open pages could not be told, because Redis cannot be reached.") from error
        return Delivery("sent")

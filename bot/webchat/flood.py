"""A simple brake: so many messages a minute from one conversation, and from one network address."""

from __future__ import annotations

import ipaddress
import time
from typing import Any

from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.errors import InboxUnavailable

PER_CONVERSATION = 30
PER_ADDRESS = 300
_WINDOW = 60


async def too_many(conversation: str, address: str) -> bool:
    """Count one message; whether it is one too many in this minute.

    Raises:
        InboxUnavailable: Redis does not answer, so the message could not be stored either.
    """
    minute = int(time.time() // _WINDOW)
    counted = (
        (keys.flood_of_conversation(conversation, minute), PER_CONVERSATION),
        (keys.flood_of_address(_network(address), minute), PER_ADDRESS),
    )
    try:
        pipe: Any = async_client("quick").pipeline(transaction=False)
        for key, _ in counted:
            pipe.incr(key)
            pipe.expire(key, 2 * _WINDOW)
        answers = await pipe.execute()
    except (RedisError, OSError) as error:
        raise InboxUnavailable(type(error).__name__) from error
    return any(int(number) > limit for number, (_, limit) in zip(answers[::2], counted, strict=True))


def _network(address: str) -> str:
    """An IPv6 customer has a whole /64 to choose addresses from."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address

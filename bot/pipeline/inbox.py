"""The way into the pipeline: a message is stored once, or the caller learns that it was not."""

from __future__ import annotations

import asyncio

from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.errors import InboxUnavailable
from bot.pipeline.messages import InboundMessage
from bot.pipeline.scripts import Script

SECONDS_TO_ANSWER = 0.9
_REMEMBERED_SECONDS = 86_400

# "Seen" and the entry are written together: a message that was not stored is never taken for a repeat.
_PUT = Script("""
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 2))
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
return 1
""")


async def put(message: InboundMessage) -> bool:
    """Store the message; False when the same external id of this conversation was stored within a day.

    Raises:
        InboxUnavailable: it could not be stored within a second.
    """
    pairs = [part for pair in message.to_fields().items() for part in pair]
    where = [keys.seen(message.conversation, message.external_id), keys.stream("inbox", keys.partition_of(message.conversation))]
    try:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return bool(await _PUT(async_client("quick"), where, [_REMEMBERED_SECONDS, *pairs]))
    except (RedisError, OSError) as error:
        raise InboxUnavailable(type(error).__name__) from error

"""The way into the pipeline: a message is stored once, or the caller learns that it was not."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from redis.exceptions import RedisError

from bot.pipeline import keys
from bot.pipeline.connection import async_client, impatient_sync_client
from bot.pipeline.errors import InboxUnavailable
from bot.pipeline.messages import InboundMessage
from bot.pipeline.scripts import Script

SECONDS_TO_ANSWER = 0.9
_REMEMBERED_SECONDS = 86_400

# "Seen" and the entry are written together: a message that was not stored is never taken for a repeat.
_PUT = Script("""
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local fields = {unpack(ARGV, 3)}
if ARGV[2] ~= '0' then
  local count = redis.call('INCR', KEYS[3])
  redis.call('EXPIRE', KEYS[3], 120)
  if count > tonumber(ARGV[2]) then
    fields[#fields + 1] = 'flood'
    fields[#fields + 1] = count == tonumber(ARGV[2]) + 1 and 'first' or 'more'
  end
end
redis.call('XADD', KEYS[2], '*', unpack(fields))
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
return 1
""")
# More than anybody types in a minute: what is above it is stored, but not answered, so that one sender cannot keep the bot from others.
ANSWERED_A_MINUTE = 30


async def put(message: InboundMessage, braked: bool = True) -> bool:
    """Store the message; False when the same external id of this conversation was stored within a day.

    Raises:
        InboxUnavailable: it could not be stored within a second.
    """
    most = ANSWERED_A_MINUTE if braked and message.is_turn else 0
    try:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return bool(await _PUT(async_client("quick"), _where(message), [_REMEMBERED_SECONDS, most, *_pairs(message)]))
    except (RedisError, OSError) as error:
        raise InboxUnavailable(type(error).__name__) from error


def put_now(message: InboundMessage) -> bool:
    """Like `put`, for code without an event loop, and without the brake on too many.

    Raises:
        RedisError: it could not be stored.
    """
    where = _where(message)
    untyped: Any = impatient_sync_client()
    return bool(untyped.eval(_PUT.source, len(where), *where, str(_REMEMBERED_SECONDS), "0", *_pairs(message)))


def _pairs(message: InboundMessage) -> list[str]:
    return [part for pair in message.to_fields().items() for part in pair]


def _where(message: InboundMessage) -> list[str]:
    return [
        keys.seen(message.conversation, message.external_id),
        keys.stream("inbox", keys.partition_of(message.conversation)),
        keys.flood_of_conversation(message.conversation, int(time.time() // 60)),
    ]

"""How processes share the partitions: each says that it lives and holds no more than its share."""

from __future__ import annotations

import secrets

import redis.asyncio

from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.scripts import Script

# The server's clock decides who is alive: the clocks of several machines need not agree.
_HEARTBEAT = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return redis.call('ZCARD', KEYS[1])
""")
_COUNT = Script("""
local time = redis.call('TIME')
return redis.call('ZCOUNT', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), '+inf')
""")


class Share:
    """This process's place among those that consume the same kind of stream."""

    def __init__(self, client: redis.asyncio.Redis[str], kind: keys.Kind, seconds: float) -> None:
        self.process = secrets.token_hex(8)
        self._client = client
        self._kind = kind
        self._milliseconds = int(seconds * 1000)

    async def heartbeat(self) -> int:
        """Say that this process lives; returns how many partitions it should hold: an equal share, rounded up."""
        live = await _HEARTBEAT(self._client, [keys.live_processes(self._kind)], [self.process, self._milliseconds])
        return -(-environment().partitions // max(1, int(live)))

    async def leave(self) -> None:
        """Stop counting as alive, so that the others take over at once."""
        await self._client.zrem(keys.live_processes(self._kind), self.process)


async def live_processes(client: redis.asyncio.Redis[str], kind: keys.Kind) -> int:
    """How many processes consume that kind of stream now."""
    return int(await _COUNT(client, [keys.live_processes(kind)]))

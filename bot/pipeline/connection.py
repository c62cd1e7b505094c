"""Connections to Redis.

An asyncio client belongs to the event loop that made it, so each loop has its own. Three patiences: `quick` answers or fails within a
second (a platform waits for our answer), `steady` is for the worker and the sender, `blocking` is for reads that wait for news.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.maint_notifications import MaintNotificationsConfig
from redis.retry import Retry

from bot.environment import environment

Patience = Literal["quick", "steady", "blocking"]
BLOCK_SECONDS = 5.0
_SOCKET_TIMEOUT: dict[Patience, float] = {"quick": 0.8, "steady": 5.0, "blocking": BLOCK_SECONDS + 5.0}
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Patience, Any]] = WeakKeyDictionary()


def _options(patience: Patience) -> dict[str, Any]:
    timeout = _SOCKET_TIMEOUT[patience]
    return {
        "decode_responses": True,
        "protocol": 2,
        "socket_timeout": timeout,
        "socket_connect_timeout": min(timeout, 2.0),
        "socket_keepalive": True,
        "health_check_interval": 15,
        # Valkey knows no maintenance notifications; asking for them would cost a round trip on each new connection.
        "maint_notifications_config": MaintNotificationsConfig(enabled=False),
    }


def async_client(patience: Patience = "steady") -> redis.asyncio.Redis[str]:
    """The running event loop's client. It never repeats a command by itself: a repeat could write twice."""
    of_loop = _clients.setdefault(asyncio.get_running_loop(), {})
    if patience not in of_loop:
        pool: Any = redis.asyncio.ConnectionPool.from_url(
            environment().redis_address, retry=AsyncRetry(NoBackoff(), 0), **_options(patience)
        )
        of_loop[patience] = redis.asyncio.Redis(connection_pool=pool)
    client: redis.asyncio.Redis[str] = of_loop[patience]
    return client


async def close_async_clients() -> None:
    """Close the running event loop's connections."""
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        await client.aclose(close_connection_pool=True)


@lru_cache(maxsize=1)
def sync_client() -> redis.Redis[str]:
    """The process's client for code without an event loop."""
    return redis.Redis.from_url(environment().redis_address, **_options("steady"))


@lru_cache(maxsize=1)
def impatient_sync_client() -> redis.Redis[str]:
    """The same for somebody who waits before a screen: it fails at once where redis-py would try again for many seconds."""
    return redis.Redis.from_url(environment().redis_address, retry=Retry(NoBackoff(), 0), **_options("steady"))

"""The lease of a partition: at most one process reads and commits, and one that lost it cannot commit.

Every script checks the token on the server in the same step in which it reads or writes, so a process that was paused for a minute
finds out before it can do harm. Each taking gets a new token: a lease lost and taken again is another lease.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import redis.asyncio

from bot.pipeline import keys
from bot.pipeline.scripts import Script

LEASE_SECONDS = 15.0

_RENEW = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
""")
# Takes a key away only from whoever holds it.
RELEASE = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
""")


@dataclass(frozen=True)
class Lease:
    """The right to read one partition, as long as Redis holds `token` under `key`."""

    kind: keys.Kind
    partition: int
    token: str
    milliseconds: int

    @property
    def key(self) -> str:
        """Where Redis holds the token."""
        return keys.lease(self.kind, self.partition)


async def take(client: redis.asyncio.Redis[str], kind: keys.Kind, partition: int, seconds: float = LEASE_SECONDS) -> Lease | None:
    """Take the lease if it is free."""
    lease = Lease(kind, partition, secrets.token_hex(16), int(seconds * 1000))
    taken = await client.set(lease.key, lease.token, nx=True, px=lease.milliseconds)
    return lease if taken else None


async def renew(client: redis.asyncio.Redis[str], lease: Lease) -> bool:
    """Prolong the lease; False when it is lost."""
    return bool(await _RENEW(client, [lease.key], [lease.token, lease.milliseconds]))


async def release(client: redis.asyncio.Redis[str], lease: Lease) -> bool:
    """Free the partition; False when the lease was lost before."""
    return bool(await RELEASE(client, [lease.key], [lease.token]))

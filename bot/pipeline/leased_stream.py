"""One partition's stream, readable and changeable only by the holder of its lease.

Waiting for news is a plain XREAD, which takes nothing; taking entries is a script that checks the lease. So a process whose lease ran
out while it waited cannot take an entry that the new holder would then miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import redis.asyncio
from redis.exceptions import ResponseError

from bot.pipeline import keys
from bot.pipeline.connection import BLOCK_SECONDS
from bot.pipeline.effects import Command
from bot.pipeline.errors import LeaseLost
from bot.pipeline.leases import Lease
from bot.pipeline.scripts import Script

GROUP = "pipeline"
# One consumer name for all: the lease already says who reads, and what a dead process left pending belongs to whoever holds it next.
_CONSUMER = "holder"

_READ = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
return redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[2], '>')
""")
_CLAIM = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
return redis.call('XAUTOCLAIM', KEYS[2], ARGV[2], ARGV[3], 0, ARGV[4], 'COUNT', 100)
""")
# Beginning prolongs the lease: whoever begins has the whole lease time before another process can begin the same entry.
_BEGIN = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HINCRBY', KEYS[2], ARGV[3], ARGV[4])
""")
# An entry that is not pending was committed by this very call, whose answer got lost on the way: nothing to do, and no error.
_COMMIT = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
if #redis.call('XPENDING', KEYS[2], ARGV[2], ARGV[3], ARGV[3], 1) == 0 then return 'gone' end
local i = 4
while i <= #ARGV do
  local length = tonumber(ARGV[i])
  redis.call(unpack(ARGV, i + 1, i + length))
  i = i + length + 1
end
redis.call('XACK', KEYS[2], ARGV[2], ARGV[3])
redis.call('XDEL', KEYS[2], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[3])
return 'done'
""")


@dataclass(frozen=True)
class Entry:
    """One entry of a stream. `behind`: the fields of those of the same conversation that already wait behind it."""

    id: str
    fields: dict[str, str]
    behind: tuple[dict[str, str], ...] = ()

    @property
    def conversation(self) -> str:
        """Whose message it is."""
        return self.fields.get("conversation", "")

    @property
    def put_at(self) -> float:
        """When it was put into the stream, in seconds since 1970 by the server's clock."""
        return int(self.id.split("-")[0]) / 1000


class LeasedStream:
    """Reads and changes one stream under a lease; every method but `wait` raises `LeaseLost` when the lease is lost."""

    def __init__(self, client: redis.asyncio.Redis[str], blocking: redis.asyncio.Redis[str], lease: Lease) -> None:
        self.lease = lease
        self._client = client
        self._blocking = blocking
        self._stream = keys.stream(lease.kind, lease.partition)
        self._attempts = keys.attempts(lease.kind, lease.partition)
        self._last_id = "0-0"
        self._heard_of = "0-0"

    async def ensure_group(self) -> None:
        """Make the consumer group; it begins at the first entry, so nothing put earlier is missed."""
        try:
            await self._client.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def pending(self) -> list[Entry]:
        """Every entry that was taken but not committed, whoever took it, in order."""
        entries: list[Entry] = []
        cursor = "0-0"
        while True:
            answer = self._held(await _CLAIM(self._client, [self.lease.key, self._stream], [self.lease.token, GROUP, _CONSUMER, cursor]))
            entries += self._entries(answer[1])
            cursor = answer[0]
            if cursor == "0-0":
                return entries

    async def new(self, count: int) -> list[Entry]:
        """Take at most `count` new entries, without waiting."""
        keys_ = [self.lease.key, self._stream]
        answer = self._held(await _READ(self._client, keys_, [self.lease.token, GROUP, _CONSUMER, count]))
        if not answer:
            # Somebody acknowledged it by hand and left it in the stream: hear of it once, not in a busy loop.
            self._last_id = max(self._last_id, self._heard_of, key=_order)
            return []
        return self._entries(answer[0][1])

    async def wait(self) -> None:
        """Return when there may be a new entry, at the latest after `BLOCK_SECONDS`."""
        milliseconds = int(BLOCK_SECONDS * 1000)
        answer = await self._blocking.xread({self._stream: self._last_id}, count=1, block=milliseconds)
        if answer:
            self._heard_of = answer[0][1][0][0]

    async def begin(self, entry: Entry, counts: bool) -> int:
        """Note that an attempt begins, before it does, so that attempts that end in a crash count too; returns how many there were."""
        arguments: list[str | int] = [self.lease.token, self.lease.milliseconds, entry.id, int(counts)]
        return int(self._held(await _BEGIN(self._client, [self.lease.key, self._attempts], arguments)))

    async def end_well(self, entry: Entry) -> None:
        """Note that an attempt which counted has ended in good order, without handling the entry and through no fault of it."""
        await _BEGIN(self._client, [self.lease.key, self._attempts], [self.lease.token, self.lease.milliseconds, entry.id, -1])

    async def commit(self, entry: Entry, commands: Sequence[Command]) -> None:
        """Run the commands and remove the entry, all or nothing; the second time it does nothing."""
        flat: list[str] = []
        for command in commands:
            flat += [str(len(command)), *command]
        where = [self.lease.key, self._stream, self._attempts]
        self._held(await _COMMIT(self._client, where, [self.lease.token, GROUP, entry.id, *flat]))

    def _held(self, answer: Any) -> Any:
        if answer == "lost":
            raise LeaseLost(self.lease.kind, self.lease.partition)
        return answer

    def _entries(self, raw: list[Any]) -> list[Entry]:
        entries = [Entry(entry[0], dict(zip(entry[1][::2], entry[1][1::2], strict=True))) for entry in raw if entry]
        for entry in entries:
            self._last_id = max(self._last_id, entry.id, key=_order)
        return entries


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, number = entry_id.split("-")
    return int(milliseconds), int(number)

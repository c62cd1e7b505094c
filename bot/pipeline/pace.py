"""How fast messages may leave: one clock for an account and one for each recipient, in Redis, shared by all senders.

The generic cell rate algorithm (ITU-T I.371): each clock holds the time at which the next message is due if all keep to the rate, and a
message may come ahead of it by the burst. Asking reserves the place, so that those who wait come in order and nobody asks twice.
"""

from __future__ import annotations

import math

import redis.asyncio

from bot.pipeline import keys
from bot.pipeline.scripts import Script
from channels.base import Rates

# Numbers are rounded to whole milliseconds: Lua would write large ones with an exponent.
_RESERVE = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
if due < now then due = now end
local wait = due - (burst - 1) * interval - now
redis.call('SET', KEYS[1], string.format('%.3f', due + interval), 'PX', math.ceil(due + interval - now) + 1000)
if wait < 0 then wait = 0 end
return math.ceil(wait)
""")
_HOLD = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local due = now + ARGV[1] + (ARGV[3] - 1) * ARGV[2]
if due > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.3f', due), 'PX', math.ceil(due - now) + 1000)
end
return 1
""")


async def reserve(client: redis.asyncio.Redis[str], rates: Rates, account: str, conversation: str) -> float:
    """Take the next place for a message to this citizen; returns the seconds until it may leave."""
    recipient = await _RESERVE(client, [keys.pace_of_recipient(conversation)], [_interval(rates.recipient), rates.recipient_burst])
    of_account = await _RESERVE(client, [keys.pace_of_account(account)], [_interval(rates.account), rates.account_burst])
    return max(int(recipient), int(of_account)) / 1000


async def hold(client: redis.asyncio.Redis[str], rates: Rates, conversation: str, seconds: float) -> None:
    """Let nothing leave to this citizen for so long, whichever process sends: the platform has asked for it."""
    arguments: list[str | int] = [str(math.ceil(seconds * 1000)), _interval(rates.recipient), rates.recipient_burst]
    await _HOLD(client, [keys.pace_of_recipient(conversation)], arguments)


def _interval(a_second: float) -> str:
    return f"{1000 / a_second:.3f}"

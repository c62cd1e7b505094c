"""Asks platforms for news, for machines without a public address: each account by one process at a time, into the same inbox.

The position is moved on only after everything before it is in the inbox, so what a crash interrupts is asked for again.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress

import structlog
from redis.exceptions import RedisError

from bot.accounts.directory import DIRECTORY
from bot.accounts.intake import take_in
from bot.accounts.models import ChannelAccount
from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable, InboxUnavailable
from bot.pipeline.leases import RELEASE
from bot.pipeline.metrics import METRICS
from bot.pipeline.scripts import Script
from channels import registry
from channels.base import Account, PolledChannel
from channels.errors import ChannelError

log = structlog.get_logger(__name__)
LEASE_SECONDS = 60.0
_LOOK_EVERY = 2.0
_LONGEST_PAUSE = 60.0

_RENEW = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
""")


def _position(account: str) -> str:
    return ChannelAccount.objects.values_list("position", flat=True).get(pk=account)


def _move(account: str, before: str, after: str) -> bool:
    # Not when another process, which took over while this one was paused, has moved it.
    return bool(ChannelAccount.objects.filter(pk=account, position=before).update(position=after))


class Poller:
    """Polls every account that is to be polled, until told to stop."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(16)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Begin with accounts that are added and end with those that are removed, each within seconds."""
        log.info("poller.started")
        while not stop.is_set():
            try:
                self._look_after({account.id: account for account in await DIRECTORY.polled()})
            except DatabaseUnavailable:
                log.warning("poller.database_unavailable")
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await stop.wait()
        # More than once: the Redis client loses a cancellation that comes while it connects.
        while running := [task for task in self._tasks.values() if not task.done()]:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=0.2)
        await METRICS.flush()
        log.info("poller.stopped")

    def _look_after(self, accounts: dict[str, Account]) -> None:
        for number, task in list(self._tasks.items()):
            if number not in accounts:
                task.cancel()
            if task.done() or number not in accounts:
                del self._tasks[number]
        for number in accounts.keys() - self._tasks.keys():
            self._tasks[number] = asyncio.create_task(self._poll(number))

    async def _poll(self, number: str) -> None:
        pause = 1.0
        try:
            while True:
                account = await DIRECTORY.of_id(number)
                if account is None or not account.polling:
                    return
                try:
                    if not await _RENEW(async_client(), [keys.poller(number)], [self._token, int(LEASE_SECONDS * 1000)]):
                        await asyncio.sleep(_LOOK_EVERY)  # another process polls it
                        continue
                    await self._once(account)
                    pause = 1.0
                except ChannelError as error:
                    wait = min(_LONGEST_PAUSE, error.retry_after if error.retry_after is not None else pause)
                    log.warning(
                        "poller.platform", account=number, channel=account.channel, code=error.code, reason=error.message, wait=wait
                    )
                    pause = min(_LONGEST_PAUSE, pause * 2)
                    await asyncio.sleep(wait)
                except (InboxUnavailable, DatabaseUnavailable, RedisError, OSError, TimeoutError) as error:
                    log.warning("poller.unavailable", account=number, error=type(error).__name__)
                    await asyncio.sleep(1.0)
                except Exception as error:
                    # Its sentence could quote what a citizen wrote.
                    log.error("poller.failed", account=number, channel=account.channel, error=type(error).__name__)
                    await asyncio.sleep(pause)
                    pause = min(_LONGEST_PAUSE, pause * 2)
        finally:
            with suppress(RedisError, OSError):  # else it expires by itself
                await RELEASE(async_client(), [keys.poller(number)], [self._token])

    async def _once(self, account: Account) -> None:
        channel = registry.connected(account.channel)
        if not isinstance(channel, PolledChannel):
            log.error("poller.cannot_poll", account=account.id, channel=account.channel)
            await asyncio.sleep(_LONGEST_PAUSE)
            return
        before = await in_database(_position, account.id)
        events, after = await channel.poll(account, before)
        if (events or after != before) and await DIRECTORY.as_stored(account.id) != account:
            # It was changed while the platform was asked, which may take half a minute. Read by the old account, news could go astray (what
            # staff write in a group that has become the desk since). The position stays, so the platform gives them again.
            log.info("poller.account_changed", account=account.id, channel=account.channel)
            return
        await take_in(account, events)
        if after != before:
            await in_database(_move, account.id, before, after)
        for event in events:
            with suppress(ChannelError):
                await channel.confirm(account, event)

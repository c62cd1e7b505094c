"""The accounts of this installation, kept in memory: a webhook must be answered without asking the database each time.

A change is noticed within `FRESH_SECONDS`. While the database cannot be reached, the accounts stay as they were last read.
"""

from __future__ import annotations

import asyncio
import json
import time
from functools import lru_cache

import structlog
from django.db.models import QuerySet

from bot.accounts.models import ChannelAccount
from bot.accounts.vault import WrongKey, unseal
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from channels.base import Account

log = structlog.get_logger(__name__)
FRESH_SECONDS = 3.0
# An address that nobody has may be asked for a thousand times a second; the database is asked once in this time.
_LOOK_AGAIN_SECONDS = 1.0


@lru_cache(maxsize=4096)
def _credentials(sealed: str) -> dict[str, str]:
    return dict(json.loads(unseal(sealed)))


def as_account(row: ChannelAccount) -> Account:
    """A stored account as channels see it.

    Raises:
        bot.accounts.vault.WrongKey: its credentials were encrypted with a key that is not known here.
    """
    return Account(
        id=str(row.pk),
        agency=row.agency.key,
        channel=row.channel,
        path=row.path,
        polling=row.mode == ChannelAccount.Mode.POLLING,
        credentials=_credentials(row.credentials),
        settings=dict(row.settings),
    )


def _load() -> list[Account]:
    return _readable(ChannelAccount.objects.filter(enabled=True))


def _load_one(number: str) -> list[Account]:
    return _readable(ChannelAccount.objects.filter(enabled=True, pk=number))


def _readable(rows: QuerySet[ChannelAccount]) -> list[Account]:
    found = []
    for row in rows.select_related("agency"):
        try:
            found.append(as_account(row))
        except WrongKey:
            log.error("account.unreadable", account=str(row.pk), channel=row.channel)
    return found


class Directory:
    """The enabled accounts by id and by the path of their webhook."""

    def __init__(self) -> None:
        self._by_id: dict[str, Account] = {}
        self._by_path: dict[str, Account] = {}
        self._read_at = float("-inf")
        self._lock: asyncio.Lock | None = None

    async def of_id(self, number: str) -> Account | None:
        """The account, if it is there and enabled.

        Raises:
            DatabaseUnavailable: nothing was read yet, and the database cannot be reached.
        """
        await self._refresh(FRESH_SECONDS if number in self._by_id else _LOOK_AGAIN_SECONDS)
        return self._by_id.get(number)

    async def of_path(self, path: str) -> Account | None:
        """The account whose webhook ends in that path; raises like `of_id`."""
        await self._refresh(FRESH_SECONDS if path in self._by_path else _LOOK_AGAIN_SECONDS)
        return self._by_path.get(path)

    async def polled(self) -> list[Account]:
        """The accounts whose platform is asked for news; raises like `of_id`."""
        await self._refresh(FRESH_SECONDS)
        return [account for account in self._by_id.values() if account.polling]

    async def as_stored(self, number: str) -> Account | None:
        """The account as the database holds it at this moment, if it is there and enabled.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        found = await in_database(_load_one, number)
        account = found[0] if found else None
        if account != self._by_id.get(number):
            self.forget()
        return account

    def forget(self) -> None:
        """Read everything anew at the next question."""
        self._read_at = float("-inf")
        self._lock = None

    async def _refresh(self, seconds: float) -> None:
        if time.monotonic() - self._read_at < seconds:
            return
        if self._lock is None:
            self._lock = asyncio.Lock()
        async with self._lock:
            if time.monotonic() - self._read_at < seconds:
                return
            try:
                accounts = await in_database(_load)
            except DatabaseUnavailable:
                if self._read_at == float("-inf"):
                    raise
                log.warning("accounts.stale")
            else:
                self._by_id = {account.id: account for account in accounts}
                self._by_path = {account.path: account for account in accounts}
            self._read_at = time.monotonic()


DIRECTORY = Directory()

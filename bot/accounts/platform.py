"""One question to a platform from a command, which has no event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from bot.accounts.directory import as_account
from bot.accounts.models import ChannelAccount
from bot.accounts.problem import AccountProblem
from channels import registry
from channels.base import ConnectedChannel, Identity
from channels.errors import TryLater

Answer = TypeVar("Answer")
_SECONDS = 20.0
# Setting up can take a dozen requests.
_SECONDS_TO_SET_UP = 120.0


def ask(request: Coroutine[Any, Any, Answer], seconds: float = _SECONDS) -> Answer:
    """The platform's answer.

    Raises:
        channels.errors.ChannelError: it refused, or gave none in time.
    """

    async def in_time() -> Answer:
        async with asyncio.timeout(seconds):
            return await request

    try:
        return asyncio.run(in_time())
    except TimeoutError as error:
        raise TryLater("timeout", "The platform did not answer in time.") from error


def channel_of(row: ChannelAccount) -> ConnectedChannel:
    """The channel of a stored account.

    Raises:
        AccountProblem: this installation has no such channel any more.
    """
    try:
        return registry.connected(row.channel)
    except registry.UnknownChannel as error:
        raise AccountProblem(f"{error} Its accounts can only be listed and removed.") from error


def identify(channel: ConnectedChannel, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
    """Whose credentials these are; raises like `ask`."""
    return ask(channel.identify(credentials, settings))


def introduce(row: ChannelAccount) -> tuple[str, dict[str, Any]]:
    """Tell the platform what it shows of us; returns a sentence and what must be kept in the settings. Raises like `ask`."""
    channel, account = channel_of(row), as_account(row)

    async def both() -> tuple[str, dict[str, Any]]:
        return await channel.introduce(account), await channel.prepare_settings(account)

    return ask(both(), _SECONDS_TO_SET_UP)


def set_webhook(row: ChannelAccount, url: str | None) -> str:
    """Tell the platform where to call, or nowhere; returns a sentence. Raises like `ask`."""
    return ask(channel_of(row).set_webhook(as_account(row), url))

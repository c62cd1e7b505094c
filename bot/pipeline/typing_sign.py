"""The sign that an answer is being made, kept alive for as long as it takes. Best effort: no message waits for it or fails with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.accounts.directory import DIRECTORY
from bot.accounts.vault import unseal
from bot.pipeline.messages import InboundMessage
from channels import registry
from channels.errors import ChannelError

log = structlog.get_logger(__name__)
# An answer that takes less needs no sign; platforms show one for five seconds and more.
_FIRST_AFTER = 0.4
_EVERY = 4.0


@asynccontextmanager
async def typing(message: InboundMessage) -> AsyncIterator[None]:
    """Show the sign while the block runs, on channels that have one."""
    if not message.account or message.channel not in registry.names():
        yield
        return
    showing = asyncio.create_task(_show(message))
    try:
        yield
    finally:
        showing.cancel()


async def _show(message: InboundMessage) -> None:
    try:
        await asyncio.sleep(_FIRST_AFTER)
        account = await DIRECTORY.of_id(message.account)
        while account is not None:
            await registry.connected(message.channel).typing(account, unseal(message.contact), message.external_id)
            await asyncio.sleep(_EVERY)
    except ChannelError as error:
        log.info("typing.failed", channel=message.channel, code=error.code)
    except Exception as error:
        log.warning("typing.failed", channel=message.channel, error=type(error).__name__)

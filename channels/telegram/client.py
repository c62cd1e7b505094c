"""Requests to the Bot API: one client per event loop and token, each request with an end, every failure an error of ours.

The token is part of every address that is called (https://core.telegram.org/bots/api#authorizing-your-bot). So what the libraries
log is kept away from our logs, and an error of ours keeps no reference to theirs.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.environment import platform_url
from channels.errors import ChannelError, TryLater
from channels.telegram.errors import TOKEN_WAIT, meaning_of

Result = TypeVar("Result")

# A send must end within ten seconds, whatever the network does; so must the request that is repeated as plain text.
REQUEST_SECONDS = 9.0
_READ_SECONDS = 8.0
_CONNECTIONS = 64
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")
_TOKEN_IN_ADDRESS = re.compile(r"/bot[0-9]+:[A-Za-z0-9_-]+")


class _WithoutToken(logging.Filter):
    """Takes bot tokens out of the addresses that httpx logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "/bot" in text:
            record.msg, record.args = _TOKEN_IN_ADDRESS.sub("/bot(token)", text), ()
        return True


logging.getLogger("httpx").addFilter(_WithoutToken())
# At debug level it logs the token, and what citizens wrote; what matters it raises.
logging.getLogger("telegram").addHandler(logging.NullHandler())
logging.getLogger("telegram").propagate = False


class RawBot(Bot):
    """A bot that can also hand out Telegram's answers as they came: one that the library cannot build is still an answer.

    A message whose receipt could not be read would be sent again, and an update would hide the others that came with it.
    """

    async def call(self, method: str, data: dict[str, Any], seconds: float = _READ_SECONDS) -> Any:
        """The result of a method of the Bot API; raises the library's errors. `seconds`: how long the answer may take."""
        filled = {name: value for name, value in data.items() if value is not None}
        return await self._post(method, filled, read_timeout=seconds)


_bots: dict[asyncio.AbstractEventLoop, dict[tuple[str, str], tuple[RawBot, tuple[HTTPXRequest, HTTPXRequest]]]] = {}


def is_token(token: str) -> bool:
    """Whether it has the form of a bot token."""
    return _TOKEN.fullmatch(token) is not None


def bot_id(token: str) -> int:
    """The bot's own id, with which its token begins; 0 where it does not."""
    return int(token.partition(":")[0]) if is_token(token) else 0


async def ask(token: str, request: Callable[[RawBot], Awaitable[Result]], seconds: float | None = None) -> Result:
    """The result of a request to Telegram.

    Raises:
        channels.errors.ChannelError: it failed or took too long; nothing else is raised.
    """
    try:
        async with asyncio.timeout(REQUEST_SECONDS if seconds is None else seconds):
            return await request(_bot(token))
    except Exception as error:
        failure: ChannelError = meaning_of(error)
    # Raised out here so that the library's error, which may name the address called, is not its context.
    raise failure


async def close_connections() -> None:
    """Close what the running event loop has open to Telegram."""
    for _, requests in _bots.pop(asyncio.get_running_loop(), {}).values():
        for request in requests:
            await request.shutdown()


def _bot(token: str) -> RawBot:
    if not is_token(token):
        raise TryLater("401", "The bot token does not have the form of one: get it from @BotFather and enter it.", TOKEN_WAIT)
    loop = asyncio.get_running_loop()
    if loop not in _bots:
        for closed in [other for other in _bots if other.is_closed()]:
            del _bots[closed]
        _bots[loop] = {}
    url = platform_url("TELEGRAM_API_URL", "https://api.telegram.org")
    if (url, token) not in _bots[loop]:
        requests = _request(_CONNECTIONS), _request(2)
        bot = RawBot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=requests[0], get_updates_request=requests[1])
        _bots[loop][url, token] = bot, requests
    return _bots[loop][url, token][0]


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connect_timeout=4.0,
        read_timeout=_READ_SECONDS,
        write_timeout=4.0,
        pool_timeout=2.0,
        httpx_kwargs={"limits": httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=30.0)},
    )

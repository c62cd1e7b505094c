"""Requests to Twilio: through its own package, over one pool of connections for each event loop, and silent in the logs."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from twilio.base.exceptions import TwilioException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.environment import InvalidSetting, platform_url
from channels.errors import TryLater
from channels.whatsapp.errors import Rejection

# A send has ten seconds.
_TIMEOUT = aiohttp.ClientTimeout(total=8, sock_connect=4)


class HttpClient(AsyncTwilioHttpClient):
    """Twilio's asynchronous client, with four things put right.

    It goes to TWILIO_API_URL where that is set; it has a time limit; it logs nothing (the package logs every address and header); and it
    sends JSON and repeated parameters as the API documents them, which the package's own does not.
    """

    def __init__(self) -> None:
        super().__init__(pool_connections=False)
        self.session = aiohttp.ClientSession(timeout=_TIMEOUT)

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the package's signature
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request.

        Raises:
            channels.whatsapp.errors.Rejection: Twilio answered with an error.
        """
        is_json = "json" in (headers or {}).get("Content-Type", "")
        body = None if data is None else json.dumps(data) if is_json else urlencode(data, doseq=True)
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        async with self.session.request(
            method,
            _address(url),
            params={name: str(value) for name, value in (params or {}).items()},
            data=body,
            headers=sent,
            allow_redirects=False,
        ) as answer:
            text = await answer.text("utf-8", "replace")
            if answer.status >= 300:
                raise Rejection(answer.status, _code(text), _seconds(answer.headers.get("Retry-After", "")))
            return Response(answer.status, text, answer.headers)


def _address(url: str) -> str:
    """The same path at the address that is set, for any server of Twilio."""
    elsewhere = platform_url("TWILIO_API_URL", "")
    parts = urlsplit(url)
    if not elsewhere or not (parts.hostname or "").endswith(".twilio.com"):
        return url
    return elsewhere + parts.path + (f"?{parts.query}" if parts.query else "")


def _code(text: str) -> str:
    try:
        code = json.loads(text)["code"]
    except (ValueError, TypeError, KeyError):
        return ""
    return str(code) if isinstance(code, int) else ""


def _seconds(header: str) -> float | None:
    """What a Retry-After header asks for (RFC 9110, section 10.2.3): seconds or a date."""
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


class _Connections:
    """The connections of one event loop, and the clients of all accounts that use them."""

    def __init__(self) -> None:
        self.http = HttpClient()
        self.clients: dict[str, tuple[str, Client]] = {}
        self.closing = self._close_with_loop()

    async def _close_with_loop(self) -> AsyncGenerator[None, None]:
        # An event loop that ends in good order closes its asynchronous generators, so nobody else has to think of it.
        try:
            yield
        finally:
            _of_loop.pop(asyncio.get_running_loop(), None)
            await self.http.close()


_of_loop: dict[asyncio.AbstractEventLoop, _Connections] = {}


async def client(account_sid: str, auth_token: str) -> Client:
    """The client of one account in this event loop. All accounts share the loop's connections."""
    loop = asyncio.get_running_loop()
    connections = _of_loop.get(loop)
    if connections is None:
        connections = _of_loop[loop] = _Connections()
        await anext(connections.closing)
    token, found = connections.clients.get(account_sid, ("", None))
    if found is None or token != auth_token:
        found = Client(account_sid, auth_token, http_client=connections.http)
        connections.clients[account_sid] = (auth_token, found)
    return found


@contextmanager
def only_rejections() -> Iterator[None]:
    """Let nothing out but Twilio's answer.

    Raises:
        channels.whatsapp.errors.Rejection: Twilio answered with an error.
        channels.errors.TryLater: it gave no answer, or none that can be read.
    """
    try:
        yield
    except TimeoutError as error:
        raise TryLater("timeout", "Twilio did not answer in time.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise TryLater("connection", "Twilio cannot be reached.") from error
    except InvalidSetting as error:
        raise TryLater("setting", str(error)) from error
    except (TwilioException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TryLater("answer", "Twilio's answer cannot be read.") from error

"""The calls that a stand-in makes to the assistant. They never leave the machine.

A public address such as https://bot.example.org can be given a route to a local one: then the call goes there as a reverse proxy
would send it, with the public host and `X-Forwarded-*`, and signatures are computed over the public address.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp


class NotReachable(Exception):
    """The address was not reached; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What the assistant's webhook answered; `began` is when it was called, `seconds` how long it took."""

    status: int
    content_type: str
    body: bytes
    began: float = 0.0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it took the call."""
        return 200 <= self.status < 300


def is_loopback(url: str) -> bool:
    """Whether an address names this machine by its loopback number or as localhost."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Outgoing:
    """One pool of connections to the assistant."""

    def __init__(self, routes: Mapping[str, str] | None = None, timeout: float = 30.0) -> None:
        self.routes = dict(routes or {})
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Call the webhook.

        Raises:
            NotReachable: nobody answered in time, or the address is not on this machine and has no route.
        """
        target, extra = self._route(url)
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        began, clock = time.time(), time.perf_counter()
        try:
            async with self._session.post(target, data=body, headers={**headers, **extra}, allow_redirects=False) as answer:
                content_type, content = answer.content_type if "Content-Type" in answer.headers else "", await answer.read()
                return Answer(answer.status, content_type, content, began, time.perf_counter() - clock)
        except (aiohttp.ClientError, OSError) as error:
            raise NotReachable(f"{type(error).__name__}: {error}") from error
        except TimeoutError as error:
            raise NotReachable("Read timeout expired") from error

    def _route(self, url: str) -> tuple[str, dict[str, str]]:
        for public, local in self.routes.items():
            if url == public or url.startswith(public.rstrip("/") + "/"):
                parts = urlsplit(url)
                proxied = {
                    "Host": parts.netloc,
                    "X-Forwarded-Host": parts.netloc,
                    "X-Forwarded-Proto": parts.scheme,
                    "X-Forwarded-For": "203.0.113.7",
                }
                return local.rstrip("/") + url[len(public.rstrip("/")) :], proxied
        if not is_loopback(url):
            raise NotReachable(f"{urlsplit(url).hostname} is not on this machine and has no route")
        return url, {}

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

"""The action server as the dialogue calls it: only what our actions read is sent, over a connection that stays open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS
from rasa.utils.endpoints import EndpointConfig

# An action answers in milliseconds; a citizen does not wait longer than this for one that hangs (seconds).
ACTION_TIMEOUT = 10
# Shorter than the action server's own (`manage.py actions`): the one who sends must be the first to give an idle connection up.
IDLE_SECONDS = 30
_VALIDATION = ("validate_", ACTION_VALIDATE_SLOT_MAPPINGS)


async def _open_session() -> AsyncGenerator[aiohttp.ClientSession]:
    # A generator, because an event loop that ends closes its generators, and so the connections, whoever ran it. Between one `yield`
    # and the next it waits for nothing, so that several conversations can ask for the session at the same time.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)) as session:
        while True:
            yield session


# By loop and not by endpoint: an endpoint that is forgotten while its loop rests could not close anything.
_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncGenerator[aiohttp.ClientSession]] = WeakKeyDictionary()


class _Lent:
    """The session for one request; it stays open afterwards, unlike the one of Rasa's."""

    def __init__(self, session: AsyncGenerator[aiohttp.ClientSession]) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return await anext(self._session)

    async def __aexit__(self, *_: object) -> None:
        return None


class ImpatientEndpoint(EndpointConfig):
    """The action server, given up on after `ACTION_TIMEOUT` seconds. It gets what an action reads: mostly no domain and no events."""

    def session(self) -> Any:
        """The session of the running loop."""
        loop = asyncio.get_running_loop()
        if loop not in _sessions:
            _sessions[loop] = _open_session()
        return _Lent(_sessions[loop])

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Call the server."""
        kwargs["timeout"] = aiohttp.ClientTimeout(total=ACTION_TIMEOUT)
        if isinstance(body := kwargs.get("json"), dict):
            kwargs["json"] = shortened(body)
        return await super().request(*args, **kwargs)


def shortened(body: dict[str, Any]) -> dict[str, Any]:
    """The call without the domain and the conversation's earlier events, unless it is to a form's validation, which reads both."""
    if str(body.get("next_action")).startswith(_VALIDATION) or "tracker" not in body:
        return body
    short = {name: value for name, value in body.items() if name != "domain"}
    return {**short, "tracker": {**body["tracker"], "events": []}}

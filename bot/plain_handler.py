"""One request from the server to the answer, without the signals that make Django start a thread for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponseBase

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class PlainHandler(ASGIHandler):
    """What our handlers have in common; each says by itself who answers and what looks after the database connections."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one that its caller has given up before it was complete is dropped."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            request, error = self.create_request(scope, body)
            response = await self.run_get_response(request) if request is not None else error
            if response is not None:
                await self.deliver(response, receive, send)
        finally:
            body.close()

    async def deliver(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Hand the answer to the server."""
        await self.send_response(response, send)

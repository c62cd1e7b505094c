"""Answers what platforms call without anything that only pages need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class BareHandler(ASGIHandler):
    """Django's handler with no middleware and no signals, on the event loop alone: for asynchronous views that make a short answer.

    Middleware that is not asynchronous all through and each receiver of a signal make Django start a thread for each request, which
    in a flood costs many times what storing a message costs. Such a view must look after its database connections itself.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain from the view alone."""
        middleware = settings.MIDDLEWARE
        settings.MIDDLEWARE = []
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = middleware

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
                await self.send_response(response, send)
        finally:
            body.close()

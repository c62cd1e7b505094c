"""Answers pages that need threads on one thread each, from the first middleware to the last."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase


class ThreadHandler(ASGIHandler):
    """Django's handler for views and middleware of which hardly any is asynchronous.

    Django's own goes to the thread and back for each hook of each such middleware, some twenty times a request. Each time it waits
    until the event loop has done what it is about, which at a busy desk is telling twenty open pages something.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain as for a server that knows no event loop."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer on the thread of the request. The parts of a stream are still taken by the event loop."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)

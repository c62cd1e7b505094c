"""Answers what platforms call without anything that only pages need."""

from __future__ import annotations

from django.conf import settings

from bot.plain_handler import PlainHandler


class BareHandler(PlainHandler):
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

"""The web process for an ASGI server: `uvicorn bot.asgi:application --lifespan off`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
_pages = get_asgi_application()

# Both read the settings, which are set up only now.
from bot.bare_handler import BareHandler, Receive, Scope, Send  # noqa: E402
from channels.urls import WEBHOOKS  # noqa: E402

_webhooks = BareHandler()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Give webhooks to the short way and everything else to the pages."""
    handler = _webhooks if str(scope.get("path", "")).startswith(f"/{WEBHOOKS}") else _pages
    await handler(scope, receive, send)

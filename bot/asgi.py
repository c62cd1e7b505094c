"""The web process for an ASGI server: `uvicorn bot.asgi:application --lifespan off`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
_pages = get_asgi_application()

# These read the settings, which are set up only now.
from django.urls import get_resolver  # noqa: E402

from bot.bare_handler import BareHandler  # noqa: E402
from bot.ops.lasting import keep_for_good  # noqa: E402
from bot.plain_handler import Receive, Scope, Send  # noqa: E402
from bot.staff.access import ROOT as CONSOLE  # noqa: E402
from bot.thread_handler import ThreadHandler  # noqa: E402
from channels.urls import WEBHOOKS  # noqa: E402

_webhooks, _console = BareHandler(), ThreadHandler()
# The pages would be loaded with the first request.
get_resolver().url_patterns  # noqa: B018 - looking at them loads them
keep_for_good()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Give webhooks to the short way, the console to threads, and everything else to the event loop."""
    path = str(scope.get("path", ""))
    handler = _webhooks if path.startswith(f"/{WEBHOOKS}") else _console if path.startswith(CONSOLE) else _pages
    await handler(scope, receive, send)

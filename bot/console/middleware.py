"""What only the console needs of a request: session, person, language, messages.

Citizens' pages and webhooks pass it by: they get no session, no cookie and no query, and no thread has to run it for them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from bot.staff.access import ROOT


class ConsoleMiddleware:
    """Puts the middleware of `settings.CONSOLE_MIDDLEWARE` around the requests of the console, and of nothing else."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.straight = get_response
        handler: Callable[[HttpRequest], Any] = get_response
        for name in reversed(settings.CONSOLE_MIDDLEWARE):
            handler = convert_exception_to_response(import_string(name)(handler))
        self.console = handler
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Pass the request on, by the way of the console or straight."""
        if not request.path.startswith(ROOT):
            passed: HttpResponseBase | Awaitable[HttpResponseBase] = self.straight(request)
            return passed
        return self._later(request) if iscoroutinefunction(self) else self._now(request)

    def _now(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return cast(HttpResponseBase, self.console(request))
        finally:
            _forget()

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return cast(HttpResponseBase, await self.console(request))
        finally:
            _forget()


def _forget() -> None:
    # The thread or task may answer a citizen next, in the language and time of the installation.
    translation.deactivate()
    timezone.deactivate()

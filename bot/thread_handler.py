"""Answers pages that need threads on one thread each, from the first middleware to the last."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import get_script_prefix
from django.core.signals import request_started
from django.http import HttpRequest, HttpResponseBase
from django.urls import set_script_prefix

from bot.plain_handler import PlainHandler, Receive, Scope, Send

# They stay, and with each its connection to the database. More of them would only wait for one another.
_threads = ThreadPoolExecutor(max_workers=10, thread_name_prefix="page")


class ThreadHandler(PlainHandler):
    """Django's handler for views and middleware of which hardly any is asynchronous.

    Django's own goes to the thread and back for each hook of each such middleware, some twenty times a request. Each time it waits
    until the event loop has done what it is about, which at a busy desk is telling twenty open pages something. It also begins each
    request on a new thread, which has to connect to the database first.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain as for a server that knows no event loop."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request below the server's root path."""
        set_script_prefix(get_script_prefix(scope))
        await super().handle(scope, receive, send)

    async def deliver(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Hand the answer to the server; a stream for as long as the page reads it."""
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await super().deliver(response, receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer on a thread. The parts of a stream are still taken by the event loop."""
        context = copy_context()
        return await asyncio.get_running_loop().run_in_executor(_threads, context.run, self._on_thread, request)

    def _on_thread(self, request: HttpRequest) -> HttpResponseBase:
        # What listens to these signals looks after the connections of the thread on which they are sent.
        request_started.send(sender=self.__class__, scope=getattr(request, "scope", None))
        response: HttpResponseBase = self.get_response(request)
        if not response.streaming:
            response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Send the parts until there are no more, or the page has gone."""
        tasks = [asyncio.ensure_future(self.send_response(response, send)), asyncio.ensure_future(self.listen_for_disconnect(receive))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            response.close()
        for error in ended:
            if isinstance(error, Exception) and not isinstance(error, RequestAborted):
                raise error

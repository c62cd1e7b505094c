"""Open pages hear what concerns them over one pub/sub connection of the process, however many pages are open: citizens' and operators'."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.stopping import before_stop

log = structlog.get_logger(__name__)
Event = dict[str, Any]
# Said after a reconnection: something may have been missed.
LOOK = {"type": "message"}
END: Event = {"type": "end"}
_SUBSCRIBED_WITHIN = 3.0
_QUEUE_LENGTH = 100


class Listener:
    """Passes events on to the pages of one event loop."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Queue[Event]]] = {}
        self._ready: dict[str, asyncio.Event] = {}
        self._pubsub: Any = None
        self._one_at_a_time = asyncio.Lock()
        self._telling: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    async def join(self, channel: str) -> asyncio.Queue[Event]:
        """A queue of that channel's events from now on; give it to `leave` in the end."""
        queue: asyncio.Queue[Event] = asyncio.Queue(_QUEUE_LENGTH)
        first = channel not in self._pages
        self._pages.setdefault(channel, set()).add(queue)
        ready = self._ready.setdefault(channel, asyncio.Event())
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        elif first:
            self._tell("subscribe", channel)
        with contextlib.suppress(TimeoutError):  # Redis is away: the page still gets what the database holds.
            async with asyncio.timeout(_SUBSCRIBED_WITHIN):
                await ready.wait()
        return queue

    def leave(self, channel: str, queue: asyncio.Queue[Event]) -> None:
        """The page has gone. Waits for nothing, so that it can be called while a generator is being closed."""
        self._pages[channel].discard(queue)
        if not self._pages[channel]:
            del self._pages[channel], self._ready[channel]
            self._tell("unsubscribe", channel)

    def end_all(self) -> None:
        """Let every page go: the process is about to stop."""
        for queues in self._pages.values():
            for queue in queues:
                _put(queue, END)

    async def close(self) -> None:
        """Close the connection."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, *self._telling, return_exceptions=True)

    def _tell(self, verb: str, channel: str) -> None:
        # The listening task subscribes to every page's channel when it connects.
        if self._pubsub is not None:
            task = asyncio.create_task(self._tell_in_order(verb, channel))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell_in_order(self, verb: str, channel: str) -> None:
        async with self._one_at_a_time:
            if self._pubsub is None or (verb == "subscribe") != (channel in self._pages):
                return  # Meanwhile it is the other way round, and said so in its turn.
            try:
                await getattr(self._pubsub, verb)(channel)
            except Exception as error:  # The listening task meets the same error and starts anew.
                log.warning("listening.unavailable", error=type(error).__name__)

    async def _listen(self) -> None:
        while True:
            try:
                async with async_client("blocking").pubsub() as self._pubsub:
                    # Subscribed for ever to one channel of no conversation, so that the connection lives while no page is open.
                    async with self._one_at_a_time:
                        await self._pubsub.subscribe(keys.live_processes("inbox"), *self._pages)
                    self._pass_to_all(LOOK)
                    while True:
                        message = await self._pubsub.get_message(timeout=20)
                        if message is not None:
                            self._pass_on(message)
            except Exception as error:  # A listener that ends would leave every page silent.
                log.warning("listening.interrupted", error=type(error).__name__)
            finally:
                self._pubsub = None
            await asyncio.sleep(1)

    def _pass_on(self, message: dict[str, Any]) -> None:
        channel = message["channel"]
        if message["type"] == "subscribe" and channel in self._ready:
            self._ready[channel].set()
        elif message["type"] == "message":
            event = json.loads(message["data"])
            for queue in self._pages.get(channel, ()):
                _put(queue, event)

    def _pass_to_all(self, event: Event) -> None:
        for queues in self._pages.values():
            for queue in queues:
                _put(queue, event)


def _put(queue: asyncio.Queue[Event], event: Event) -> None:
    if queue.full():
        queue.get_nowait()  # A page that cannot keep up reads the database anyway.
    queue.put_nowait(event)


_listeners: WeakKeyDictionary[asyncio.AbstractEventLoop, Listener] = WeakKeyDictionary()


def listener() -> Listener:
    """The running event loop's listener."""
    loop = asyncio.get_running_loop()
    if loop not in _listeners:
        _listeners[loop] = Listener()
        before_stop(end_all_pages)
    return _listeners[loop]


def end_all_pages() -> None:
    """Let every page of every loop go; may be called from a signal handler."""
    for loop, one in list(_listeners.items()):
        if not loop.is_closed():
            loop.call_soon_threadsafe(one.end_all)

"""The dialogue on an event loop and a thread of its own.

Understanding a message computes, and the first message after a change of the catalogue can compute for seconds. Leases must be renewed
and other conversations' answers committed meanwhile, so it must not happen on the consumer's loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar, Unpack

from bot.pipeline.connection import close_async_clients
from bot.pipeline.contract import DialogueLike, Question, TurnLike

T = TypeVar("T")


class DialogueThread:
    """A running loop on a daemon thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, name="dialogue", daemon=True).start()

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it there and wait here; a cancellation here cancels it there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def close(self) -> None:
        """Close its connections and end it; nothing may run there any more."""
        await self.run(_close_connections())
        self._loop.call_soon_threadsafe(self._loop.stop)


async def _close_connections() -> None:
    await close_async_clients()
    # The session with the action server is one.
    await asyncio.get_running_loop().shutdown_asyncgens()


class DialogueElsewhere:
    """A dialogue whose every call runs on such a thread."""

    def __init__(self, dialogue: DialogueLike, thread: DialogueThread) -> None:
        self._dialogue = dialogue
        self._thread = thread

    async def handle(self, **question: Unpack[Question]) -> TurnLike:
        """See `bot.dialogue.Dialogue.handle`."""
        return await self._thread.run(self._dialogue.handle(**question))

    async def understand(self, **question: Unpack[Question]) -> dict[str, Any]:
        """See `bot.dialogue.Dialogue.understand`."""
        return await self._thread.run(self._dialogue.understand(**question))

    async def close(self) -> None:
        """End the thread."""
        await self._thread.close()

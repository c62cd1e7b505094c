"""The dialogue on an event loop and a thread of its own.

Understanding a message computes, and the first message after a change of the catalogue can compute for seconds. Leases must be renewed
and other conversations' answers committed meanwhile, so it must not happen on the consumer's loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from bot.pipeline.contract import DialogueLike, TurnLike

T = TypeVar("T")


class DialogueThread:
    """A running loop on a daemon thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="dialogue", daemon=True).start()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it there and wait here; a cancellation here cancels it there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


class DialogueElsewhere:
    """A dialogue whose every call runs on such a thread."""

    def __init__(self, dialogue: DialogueLike, thread: DialogueThread) -> None:
        self._dialogue = dialogue
        self._thread = thread

    async def handle(
        self,
        *,
        conversation: str,
        message_id: str,
        text: str,
        agency: str,
        channel: str,
        button: Mapping[str, Any] | None = None,
        language: str | None = None,
    ) -> TurnLike:
        """See `bot.dialogue.Dialogue.handle`."""
        work = self._dialogue.handle(
            conversation=conversation,
            message_id=message_id,
            text=text,
            agency=agency,
            channel=channel,
            button=button,
            language=language,
        )
        return await self._thread.run(work)

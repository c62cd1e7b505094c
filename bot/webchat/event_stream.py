"""The server-sent events of one open page.

Pub/sub only says that there is something new; what it is comes from the database, in the order of ids. So a page misses nothing and
sees nothing twice, whichever process wrote it and whatever was lost on the way.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.webchat.history import messages_after
from bot.webchat.listening import END, listener

PING_SECONDS = 15.0


async def event_stream(conversation: str, after: int) -> AsyncIterator[str]:
    """Missed messages first, then what happens, until the page goes or the process stops."""
    pages = listener()
    queue = await pages.join(conversation)
    try:
        # At once, so that the page knows that it is connected.
        yield _event("ping", {})
        last = after
        while True:
            for message in await in_database(messages_after, conversation, last):
                last = message["id"]
                yield _event("", message, last)
            while True:
                try:
                    async with asyncio.timeout(PING_SECONDS):
                        event = await queue.get()
                except TimeoutError:
                    yield _event("ping", {})
                    break
                if event["type"] == "typing":
                    yield _event("typing", {"on": bool(event["on"])})
                elif event == END:
                    return
                elif event.get("id") is None or event["id"] > last:
                    break
    except DatabaseUnavailable:
        return  # The page connects again.
    finally:
        pages.leave(conversation, queue)


def _event(name: str, data: dict[str, Any], number: int | None = None) -> str:
    lines = [f"event: {name}\n"] if name else []
    if number is not None:
        lines.append(f"id: {number}\n")
    return "".join([*lines, f"data: {json.dumps(data, ensure_ascii=False)}\n\n"])

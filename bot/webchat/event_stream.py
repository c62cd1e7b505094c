"""The server-sent events of one open page.

Pub/sub only says that there is something new; what it is comes from the database, in the order of ids. So a page misses nothing and
sees nothing twice, whichever process wrote it and whatever was lost on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.event_format import written
from bot.pipeline.listening import END, listener
from bot.webchat.history import messages_after

PING_SECONDS = 15.0


async def event_stream(conversation: str, after: int) -> AsyncIterator[str]:
    """Missed messages first, then what happens, until the page goes or the process stops."""
    pages = listener()
    channel = keys.events(conversation)
    queue = await pages.join(channel)
    try:
        # At once, so that the page knows that it is connected.
        yield written("ping", {})
        last = after
        while True:
            for message in await in_database(messages_after, conversation, last):
                last = message["id"]
                yield written("", message, str(last))
            while True:
                try:
                    async with asyncio.timeout(PING_SECONDS):
                        event = await queue.get()
                except TimeoutError:
                    yield written("ping", {})
                    break
                if event["type"] == "typing":
                    # For how long at most, where nobody will say that it has ended.
                    until = {"seconds": event["seconds"]} if "seconds" in event else {}
                    yield written("typing", {"on": bool(event["on"]), **until})
                elif event == END:
                    return
                elif event.get("id") is None or event["id"] > last:
                    break
    except DatabaseUnavailable:
        return  # The page connects again.
    finally:
        pages.leave(channel, queue)

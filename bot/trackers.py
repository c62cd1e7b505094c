"""Rasa's trackers, read from Redis (or memory) and handed back to the caller instead of being written.

The worker writes a tracker in the same Redis transaction as the replies and the acknowledgement, so that after a crash a message is
either wholly handled or not at all. Only slots and the last events are kept: the rules look no further back. Rasa runs an action on a
copy that it makes from the events alone, so what was set before the first of them is told once more in front of them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

MOST_EVENTS = 24
Reader = Callable[[str], Awaitable[str | None]]


class DeferredTrackerStore(TrackerStore):
    """Reads through `reader`; what Rasa saves waits in `take` until the caller stores it."""

    def __init__(self, domain: Domain, reader: Reader) -> None:
        super().__init__(domain)
        self._reader = reader
        self._saved: dict[str, str] = {}
        self._loaded: dict[str, DialogueStateTracker] = {}
        self._last: dict[str, DialogueStateTracker] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the serialised tracker for `take`."""
        self._saved[tracker.sender_id] = serialise(tracker)
        self._last[tracker.sender_id] = tracker

    def saved(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker that Rasa saved last, until `take`; only to be looked at."""
        return self._last.get(sender_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker, or None for a new one."""
        if (ready := self._loaded.pop(sender_id, None)) is not None:
            return ready
        stored = self._saved.get(sender_id) or await self._reader(sender_id)
        return self._restore(sender_id, stored) if stored else None

    async def peek(self, sender_id: str) -> DialogueStateTracker | None:
        """Like `retrieve`; the next `retrieve` then reads nothing."""
        tracker = await self.retrieve(sender_id)
        if tracker is not None:
            self._loaded[sender_id] = tracker
        return tracker

    def take(self, sender_id: str) -> str | None:
        """The serialised tracker that Rasa saved last; it is forgotten here."""
        self._loaded.pop(sender_id, None)
        self._last.pop(sender_id, None)
        return self._saved.pop(sender_id, None)

    async def keys(self) -> Iterable[str]:
        """The conversations that wait to be stored."""
        return list(self._saved)

    def _restore(self, sender_id: str, stored: str) -> DialogueStateTracker:
        data = json.loads(stored)
        known = {slot.name for slot in self.domain.slots}
        first = data["events"][0]["timestamp"] if data["events"] else None
        before = [SlotSet(name, value, first).as_dict() for name, value in data["slots"].items() if name in known]
        # The values are those after the last event, so they hold whatever the kept events set in between.
        tracker: DialogueStateTracker = DialogueStateTracker.from_dict(sender_id, [*before, *data["events"]], self.domain.slots)
        return tracker


def serialise(tracker: DialogueStateTracker) -> str:
    """Slots and the last events as JSON; the events begin right after the bot last listened."""
    events: list[dict[str, Any]] = [event.as_dict() for event in itertools.dropwhile(_is_slot, tracker.events)]
    if len(events) > MOST_EVENTS:
        start = len(events) - MOST_EVENTS
        while start < len(events) and not (events[start]["event"] == "action" and events[start]["name"] == "action_listen"):
            start += 1
        events = events[start:] if start < len(events) else events[-MOST_EVENTS:]
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None and name != "session_started_metadata"}
    return json.dumps({"slots": slots, "events": events}, ensure_ascii=False)


def _is_slot(event: Event) -> bool:
    return isinstance(event, SlotSet)

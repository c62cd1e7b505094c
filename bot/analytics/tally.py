"""The counts of one step, before they are added to the tables."""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from bot.analytics.measures import BY_HOUR, Counted, Measure
from bot.analytics.models import ALL_AGENCIES

Daily = tuple[int, dt.date, str, str, str, str]
Hourly = tuple[int, dt.date, int, str, str, str, str]


@dataclass(frozen=True)
class Place:
    """Where something is counted: an agency with its clock, a channel, a language."""

    agency: int
    timezone: str
    channel: str
    language: str

    def local(self, moment: dt.datetime) -> dt.datetime:
        """That moment on the agency's clock."""
        return moment.astimezone(_zone(self.timezone))


@dataclass(frozen=True)
class Seen:
    """A conversation in which something happened on a day."""

    conversation: UUID
    scope: int
    day: dt.date
    kind: str
    key: str = ""


@functools.lru_cache(maxsize=512)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


@dataclass
class Tally:
    """Counts by day and hour. `visits` are written only when they are new."""

    daily: Counter[Daily] = field(default_factory=Counter)
    hourly: Counter[Hourly] = field(default_factory=Counter)
    visits: dict[Seen, None] = field(default_factory=dict)

    def add(self, place: Place, moment: dt.datetime, what: Counted) -> None:
        """Count one thing, for the agency and for all agencies together."""
        local = place.local(moment)
        for scope in (place.agency, ALL_AGENCIES):
            self.daily[(scope, local.date(), place.channel, place.language, what.measure.value, what.key)] += 1
            if what.measure in BY_HOUR:
                self.hourly[(scope, local.date(), local.hour, place.channel, place.language, what.measure.value, what.key)] += 1

    def visit(self, place: Place, moment: dt.datetime, conversation: UUID, measure: Measure, key: str = "") -> Seen:
        """Note that it happened in that conversation on that day."""
        seen = Seen(conversation, place.agency, place.local(moment).date(), measure.value, key)
        self.visits[seen] = None
        return seen

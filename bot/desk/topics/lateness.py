"""A group has no board with clocks: that a citizen waits for longer than was promised is told in the topic, once for each wait."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from bot.desk.clocks import clock_of
from bot.desk.models import DeskSettings, Handoff, Topic, TopicNotice
from bot.desk.topics import texts
from bot.desk.waiting_again import waits_since


def note(account: str, group: str, language: str, now: dt.datetime) -> int:
    """Keep a notice for each citizen who has waited too long; returns how many are new.

    Where somebody has deleted the topic, this is also how we come to know of it while the citizen keeps silent.
    """
    topics = Topic.objects.filter(account_id=UUID(account), group=group, is_closed=False, handoff__state=Handoff.State.WAITING)
    settings: dict[int, DeskSettings | None] = {}
    count = 0
    for topic in topics.select_related("handoff"):
        row = topic.handoff
        if row.agency_id not in settings:
            settings[row.agency_id] = DeskSettings.objects.filter(agency=row.agency_id).first()
        desk = settings[row.agency_id]
        clock = clock_of(row, desk, now) if desk is not None else None
        if clock is None or clock.kind != "late":
            continue
        # A moment, not a count: with each new wait it is told anew.
        source = f"{row.pk}:late:{waits_since(row).timestamp():.0f}"
        text = texts.late(clock.minutes, language)
        _, new = TopicNotice.objects.get_or_create(source=source, defaults={"topic": topic, "text": text})
        count += new
    return count

"""That a reply has not reached the citizen is told in the topic: each failed reply once, with the reason in words."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from bot.desk.models import Message, Topic, TopicNotice
from bot.desk.topics import texts
from bot.desk.undelivered import reason_of
from bot.pipeline.delivery import SUPERSEDED

# Platforms tell within minutes; what a sweep finds later is no news.
_LATELY = dt.timedelta(days=1)
_AT_ONCE = 50


def note(account: str, group: str, language: str, now: dt.datetime) -> int:
    """Keep a notice for each reply that has failed lately, also in a topic that was closed meanwhile; returns how many are new."""
    topics = Topic.objects.filter(account_id=UUID(account), group=group)
    failed = Message.objects.filter(
        status=Message.Status.FAILED,
        author=Message.Author.OPERATOR,
        created__gt=now - _LATELY,
        conversation__in=topics.values("handoff__conversation"),
    ).exclude(error_code=SUPERSEDED)
    found = {f"failed:{message.pk}": message for message in failed.select_related("conversation__contact").order_by("-pk")[:_AT_ONCE]}
    known = set(TopicNotice.objects.filter(source__in=found).values_list("source", flat=True))
    count = 0
    for source, message in found.items():
        if source in known:
            continue
        topic = topics.filter(handoff__conversation=message.conversation_id, handoff__waiting_since__lte=message.created).last()
        if topic is None:
            continue
        text = texts.undelivered(message.text, reason_of(message, message.conversation, now), language)
        _, new = TopicNotice.objects.get_or_create(source=source, defaults={"topic": topic, "text": text[:500]})
        count += new
    return count

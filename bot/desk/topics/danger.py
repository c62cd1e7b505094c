"""That a citizen is in danger is told in the topic where the conversation is served, once: the words alone are easily read over."""

from __future__ import annotations

from bot.desk.models import Handoff, Topic, TopicNotice
from bot.desk.topics import texts


def tell(row: Handoff) -> None:
    """Keep the notice; nothing where the group has no topic of it yet, which begins with the reason then."""
    topic = Topic.objects.filter(handoff=row, is_closed=False).first()
    if topic is not None:
        text = texts.in_danger(row.agency.default_language)
        TopicNotice.objects.get_or_create(source=f"danger:{row.pk}", defaults={"topic": topic, "text": text})

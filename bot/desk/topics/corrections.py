"""That a citizen has changed a message is told in the topic where it was read already."""

from __future__ import annotations

import zlib

from bot.desk.models import Conversation, Handoff, Message, Topic, TopicNotice
from bot.desk.topics import texts


def tell(message: Message, conversation: Conversation) -> None:
    """Keep the notice, once for each wording; nothing where no open topic has shown the message, which shows it as it is now."""
    topic = Topic.objects.filter(
        handoff__conversation=conversation,
        handoff__state__in=Handoff.OPEN,
        is_closed=False,
        message_position__gte=message.pk,
    ).first()
    if topic is not None:
        source = f"changed:{message.pk}:{zlib.crc32(message.text.encode()):x}"
        text = texts.changed(message.text, conversation.agency.default_language)
        TopicNotice.objects.get_or_create(source=source, defaults={"topic": topic, "text": text[:500]})

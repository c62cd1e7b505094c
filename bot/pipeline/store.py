"""What the worker and the sender keep in the database. Each function may run twice for one message and leaves the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Message
from bot.pipeline.errors import GiveUp
from bot.pipeline.messages import InboundMessage

OUTGOING = Message.Direction.OUT
ON_THE_WAY = (Message.Status.QUEUED, Message.Status.ERRORED)


@dataclass(frozen=True)
class Received:
    """A stored incoming message. `answered`: a reply to it has already left, so this is a late repeat. `language` is never empty."""

    id: int
    owner: str
    language: str
    answered: bool


def store_incoming(message: InboundMessage) -> Received:
    """Store the message, and its conversation when it is new.

    Raises:
        GiveUp: its agency does not exist, or its conversation belongs to another agency.
    """
    agency = Agency.objects.filter(key=message.agency).first()
    if agency is None:
        raise GiveUp(f"There is no agency {message.agency!r}.")
    with transaction.atomic():
        conversation, _ = Conversation.objects.get_or_create(
            id=UUID(message.conversation), defaults={"agency": agency, "channel": message.channel, "language": message.language}
        )
        if conversation.agency_id != agency.pk:
            raise GiveUp(f"The conversation does not belong to the agency {message.agency!r}.")
        stored, _ = Message.objects.get_or_create(
            conversation=conversation,
            direction=Message.Direction.IN,
            external_id=message.external_id,
            defaults={"text": message.text, "status": Message.Status.RECEIVED},
        )
    replies = conversation.messages.filter(direction=OUTGOING, external_id__startswith=f"{message.external_id}:")
    return Received(
        id=stored.pk,
        owner=conversation.owner,
        language=message.language or conversation.language or agency.default_language,
        answered=replies.exclude(status__in=ON_THE_WAY).exists(),
    )


def store_turn(
    message: InboundMessage, replies: Sequence[dict[str, Any]], understanding: dict[str, Any] | None, language: str
) -> list[int]:
    """Store what the bot answers, queued, and what it understood; returns the ids of the answers in order.

    An answer that has left stays as it is: a process that lost its lease may come here late.
    """
    with transaction.atomic():
        conversation = Conversation.objects.get(id=UUID(message.conversation))
        if conversation.language != language:
            Conversation.objects.filter(pk=conversation.pk).update(language=language, updated=timezone.now())
        if understanding is not None:
            conversation.messages.filter(direction=Message.Direction.IN, external_id=message.external_id).update(
                understanding=understanding
            )
        return [_store_answer(conversation, f"{message.external_id}:{position}", reply) for position, reply in enumerate(replies)]


def _store_answer(conversation: Conversation, external_id: str, reply: dict[str, Any]) -> int:
    fields = {"text": reply["text"], "content": {name: value for name, value in reply.items() if name != "text"}}
    stored, created = Message.objects.get_or_create(
        conversation=conversation, direction=OUTGOING, external_id=external_id, defaults={**fields, "status": Message.Status.QUEUED}
    )
    if not created:
        Message.objects.filter(pk=stored.pk, status=Message.Status.QUEUED).update(**fields)
    number: int = stored.pk
    return number


def status_of(message_id: int) -> str | None:
    """The status of a stored message; None when it is no longer stored."""
    return Message.objects.filter(pk=message_id).values_list("status", flat=True).first()


def mark(message_id: int, status: str, sent: dt.datetime | None = None) -> bool:
    """Change the status of a message that is still on its way; False when it no longer is."""
    changes: dict[str, Any] = {"status": status} if sent is None else {"status": status, "sent": sent}
    return bool(Message.objects.filter(pk=message_id, status__in=ON_THE_WAY).update(**changes))

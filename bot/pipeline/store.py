"""What the worker keeps in the database. Each function may run twice for one message and leaves the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bot.accounts import contacts
from bot.accounts.models import Contact
from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Message
from bot.pipeline.delivery import ON_THE_WAY
from bot.pipeline.errors import GiveUp
from bot.pipeline.messages import InboundMessage

OUTGOING = Message.Direction.OUT


@dataclass(frozen=True)
class Received:
    """A stored incoming message. `answered`: a reply to it has already left, so this is a late repeat. `language` is never empty.

    `text` is what holds: another than the message's when the citizen's edit was faster than the message.
    """

    id: int
    text: str
    owner: str
    language: str
    answered: bool
    opted_out: bool = False


def store_incoming(message: InboundMessage) -> Received:
    """Store the message, and its conversation and contact when they are new.

    Raises:
        GiveUp: its agency or account does not exist, or its conversation belongs to another agency.
    """
    agency = Agency.objects.filter(key=message.agency).first()
    if agency is None:
        raise GiveUp(f"There is no agency {message.agency!r}.")
    with transaction.atomic():
        contact = contacts.heard_from(message) if message.account else None
        conversation, _ = Conversation.objects.get_or_create(
            id=UUID(message.conversation),
            defaults={"agency": agency, "channel": message.channel, "language": message.language, "contact": contact},
        )
        if conversation.agency_id != agency.pk:
            raise GiveUp(f"The conversation does not belong to the agency {message.agency!r}.")
        stored, _ = Message.objects.get_or_create(
            conversation=conversation,
            direction=Message.Direction.IN,
            external_id=message.external_id,
            defaults={"text": message.text, "status": Message.Status.RECEIVED, "content": _what_came_along(message)},
        )
    replies = conversation.messages.filter(direction=OUTGOING, external_id__startswith=f"{message.external_id}:")
    return Received(
        id=stored.pk,
        text=stored.text,
        owner=conversation.owner,
        language=message.language or conversation.language or agency.default_language,
        answered=replies.exclude(status__in=ON_THE_WAY).exists(),
        opted_out=contact is not None and contact.state == Contact.State.OPTED_OUT,
    )


def _what_came_along(message: InboundMessage) -> dict[str, Any]:
    if message.kind == "media":
        # Photos of documents are refused (docs/architecture.md, "Privacy"): what it was, and that it is gone.
        return {"kind": message.kind, **message.details, "reason": "not_kept"}
    return {} if message.kind == "text" else {"kind": message.kind}


def replace_text(message: InboundMessage) -> int:
    """Store an edited text in place of the old one; returns the message's id. What was answered stays answered.

    A platform may tell of the edit first. Then the edited text is stored, and the message that comes after it is answered by that.

    Raises:
        GiveUp: like `store_incoming`.
    """
    edited = store_incoming(replace(message, external_id=message.details["edits"], kind="text"))
    found = Message.objects.get(pk=edited.id)
    Message.objects.filter(pk=found.pk).update(text=message.text, content={**found.content, "edited": message.received})
    return edited.id


def store_turn(
    message: InboundMessage,
    replies: Sequence[dict[str, Any]],
    understanding: dict[str, Any] | None,
    language: str,
    release: int | None = None,
) -> list[int]:
    """Store what the bot answers, queued, and what it understood; returns the ids of the answers in order.

    No answers: what an earlier attempt stored but never sent is taken back.

    An answer that has left stays as it is: a process that lost its lease may come here late.
    """
    with transaction.atomic():
        conversation = Conversation.objects.get(id=UUID(message.conversation))
        if conversation.language != language:
            Conversation.objects.filter(pk=conversation.pk).update(language=language, updated=timezone.now())
        if understanding is not None:
            conversation.messages.filter(direction=Message.Direction.IN, external_id=message.external_id).update(
                understanding=understanding, release=release
            )
        if not replies:
            conversation.messages.filter(
                direction=OUTGOING, external_id__startswith=f"{message.external_id}:", status=Message.Status.QUEUED
            ).delete()
        return [_store_answer(conversation, f"{message.external_id}:{n}", reply, release) for n, reply in enumerate(replies)]


def _store_answer(conversation: Conversation, external_id: str, reply: dict[str, Any], release: int | None) -> int:
    content = {name: value for name, value in reply.items() if name != "text"}
    fields: dict[str, Any] = {"text": reply["text"], "content": content, "release": release}
    stored, created = Message.objects.get_or_create(
        conversation=conversation, direction=OUTGOING, external_id=external_id, defaults={**fields, "status": Message.Status.QUEUED}
    )
    if not created:
        Message.objects.filter(pk=stored.pk, status=Message.Status.QUEUED).update(**fields)
    number: int = stored.pk
    return number

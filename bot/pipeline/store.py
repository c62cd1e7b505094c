"""What the worker keeps in the database. Each function may run twice for one message and leaves the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from bot.accounts import contacts
from bot.accounts.models import Contact
from bot.catalogue.models import Agency
from bot.desk import announcing
from bot.desk.models import Conversation, Message
from bot.desk.opening import open_of
from bot.desk.topics import corrections
from bot.pipeline.delivery import ON_THE_WAY
from bot.pipeline.errors import GiveUp
from bot.pipeline.messages import InboundMessage

OUTGOING = Message.Direction.OUT


@dataclass(frozen=True)
class Received:
    """A stored incoming message. `answered`: a reply to it has already left, so this is a late repeat. `language` is never empty.

    `text` is what holds: another than the message's when the citizen's edit was faster than the message. `person_spoke`: the citizen
    waits for a person who has answered before, so the bot is silent. `spoken`: the language of the last answer; `language` prefers what
    the message itself tells.
    """

    id: int
    text: str
    owner: str
    language: str
    answered: bool
    opted_out: bool = False
    person_spoke: bool = False
    spoken: str = ""


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
        # A page of an operator shows it at once, whether or not the bot answers as well.
        handoff = open_of(conversation) if conversation.owner != Conversation.Owner.BOT else None
        if handoff is not None:
            announcing.citizen_wrote(handoff, stored.pk)
    replies = conversation.messages.filter(direction=OUTGOING, external_id__startswith=f"{message.external_id}:")
    return Received(
        id=stored.pk,
        text=stored.text,
        owner=conversation.owner,
        language=message.language or conversation.language or agency.default_language,
        answered=replies.exclude(status__in=ON_THE_WAY).exists(),
        opted_out=contact is not None and contact.state == Contact.State.OPTED_OUT,
        person_spoke=handoff is not None and handoff.first_reply_at is not None,
        spoken=conversation.language or message.language or agency.default_language,
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
    found = Message.objects.select_related("conversation__agency").get(pk=edited.id)
    was, found.text, found.content = found.text, message.text, {**found.content, "edited": message.received}
    with transaction.atomic():
        found.save(update_fields=["text", "content"])
        if found.text != was and found.conversation.owner != Conversation.Owner.BOT:
            corrections.tell(found, found.conversation)
    return edited.id

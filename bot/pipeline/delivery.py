"""What the database knows of a message on its way out. Each function may run twice for one message and leaves the same row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bot.desk import answered
from bot.desk.models import Conversation, Message
from bot.desk.window import is_refused

ON_THE_WAY = (Message.Status.QUEUED, Message.Status.ERRORED)
# What the bot said and had not sent when a person took over.
SUPERSEDED = "superseded"
# Also a long one whose first part has arrived, as the platform says, while others have not left.
_UNFINISHED = Q(status__in=ON_THE_WAY) | (Q(sent=None, parts_sent__gt=0) & ~Q(status=Message.Status.FAILED))
# Updates of a platform come in any order: one that tells less than is known already changes nothing.
_EARLIER: dict[str, tuple[Message.Status, ...]] = {
    "sent": ON_THE_WAY,
    "delivered": (*ON_THE_WAY, Message.Status.SENT),
    "read": (*ON_THE_WAY, Message.Status.SENT, Message.Status.DELIVERED),
    "failed": (*ON_THE_WAY, Message.Status.SENT),
}


@dataclass(frozen=True)
class Stored:
    """A message and where it goes. `complete`: its last part was noted.

    `account`, `address` and `contact` are empty on a channel without accounts. `last_heard` is None as well where the platform has refused
    free text since then: it knows better when the citizen last wrote.
    """

    status: str
    parts_sent: int
    complete: bool
    language: str
    owner: str
    account: str
    contact: int | None
    contact_state: str
    address: str
    last_heard: dt.datetime | None
    by_person: bool = False


def stored(message_id: int) -> Stored | None:
    """The message; None when it is no longer stored."""
    row = (
        Message.objects.filter(pk=message_id)
        .select_related("conversation__contact")
        .only(
            *("status", "author", "parts_sent", "sent"),
            *("conversation__language", "conversation__owner", "conversation__channel", "conversation__contact"),
        )
        .first()
    )
    if row is None:
        return None
    conversation: Conversation = row.conversation
    contact = conversation.contact
    heard = contact.last_heard if contact else None
    return Stored(
        status=row.status,
        parts_sent=row.parts_sent,
        complete=row.sent is not None,
        language=conversation.language,
        owner=conversation.owner,
        account=str(contact.account_id) if contact else "",
        contact=contact.pk if contact else None,
        contact_state=contact.state if contact else "",
        address=contact.address if contact else "",
        last_heard=None if heard is not None and is_refused(conversation, heard, but_for=message_id) else heard,
        by_person=row.author == Message.Author.OPERATOR,
    )


def record_part(message_id: int, number: int, provider_id: str, status: str | None) -> bool:
    """Note that the platform accepted part `number` (from 0); `status` is given with the last one. False when that was noted before."""
    with transaction.atomic():
        # Fewer may be noted: when a report of the platform has overtaken our own note, and the process then died.
        row = Message.objects.select_for_update().filter(pk=message_id, parts_sent__lte=number).first()
        if row is None:
            return False
        changes: dict[str, Any] = {"parts_sent": number + 1, "provider_ids": [*row.provider_ids, *([provider_id] if provider_id else [])]}
        Message.objects.filter(pk=message_id).update(**changes)
        if status is not None:
            # A platform may tell that it was read before we have noted that it was sent.
            # Or a person may have taken over while the platform had it: it was said, and nothing may hide that.
            left = Q(status__in=ON_THE_WAY) | Q(status=Message.Status.FAILED, error_code=SUPERSEDED)
            Message.objects.filter(left, pk=message_id).update(status=status, error_code="", error="")
            Message.objects.filter(pk=message_id, sent=None).update(sent=timezone.now())
        else:
            # The same of a first part: half an answer is worse than a whole one, and the page would say that nothing of it was sent.
            begun = Message.objects.filter(pk=message_id, status=Message.Status.FAILED, error_code=SUPERSEDED)
            begun.update(status=Message.Status.QUEUED, error_code="", error="")
        return True


def note_error(message_id: int, code: str, sentence: str) -> bool:
    """Note why a message waits; False when it is no longer on its way."""
    changed = Message.objects.filter(_UNFINISHED, pk=message_id).update(
        status=Message.Status.ERRORED, error_code=code[:40], error=sentence[:300]
    )
    return bool(changed)


def note_failure(message_id: int, code: str, sentence: str) -> bool:
    """Note that a message will never arrive, and why; False when it is no longer on its way."""
    return _fail(Message.objects.filter(_UNFINISHED, pk=message_id), message_id, code, sentence)


def apply_status(account: str, conversation: str, message_id: int, status: str, code: str, reason: str) -> bool:
    """Note what a platform tells of a message of that account; False when it tells nothing new, or the message is another's."""
    if status not in _EARLIER:
        return False
    rows = Message.objects.filter(
        pk=message_id,
        direction=Message.Direction.OUT,
        conversation_id=conversation,
        conversation__contact__account_id=UUID(account),
        status__in=_EARLIER[status],
    )
    return _fail(rows, message_id, code, reason) if status == Message.Status.FAILED else bool(rows.update(status=status))


def _fail(rows: QuerySet[Message], message_id: int, code: str, reason: str) -> bool:
    """Mark the message, if it is still among the rows, and what its failure leaves of the answer to the citizen."""
    with transaction.atomic():
        answered.lock_for(message_id)
        changed = rows.update(status=Message.Status.FAILED, error_code=code[:40], error=reason[:300])
        if changed:
            answered.note_failed(message_id)
    return bool(changed)

"""What a person answers: stored once for each time it was meant to be said, whatever the network between page and server repeats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from bot.desk import announcing, answered, outgoing, ownership
from bot.desk.errors import WindowOver
from bot.desk.models import Handoff, Message
from bot.desk.ownership import Claim
from bot.desk.window import window_of
from bot.replies import Link, Reply

OF_AN_OPERATOR = "op:"


def reply(
    claim: Claim,
    text: str,
    now: dt.datetime,
    *,
    client_id: str,
    links: tuple[Link, ...] = (),
    template: str = "",
    values: Mapping[str, str] | None = None,
) -> Message:
    """Answer the citizen; the same `client_id` again changes nothing and returns what was stored then.

    It renews the claim and clears the draft. `template` names the one to be used where the platform takes no free text now,
    and `values` fill its blanks behind the first.

    Raises:
        LeaseOver: the handoff is no longer the caller's; what was typed stays with the caller.
        WindowOver: the platform takes no free text now, and no template is named.
    """
    with transaction.atomic():
        row = ownership.locked(claim)
        external_id = f"{OF_AN_OPERATOR}{client_id}"[:100]
        earlier = Message.objects.filter(conversation=row.conversation, direction=Message.Direction.OUT, external_id=external_id).first()
        if earlier is not None:
            return earlier
        if not template and not window_of(row.conversation, now).is_open:
            raise WindowOver("The citizen last wrote too long ago: the platform takes no free text now. Choose a template.")
        ownership.renew(claim, now)
        content = Reply(text, links=links).to_json()
        content.pop("text")
        message = Message.objects.create(
            conversation=row.conversation,
            direction=Message.Direction.OUT,
            external_id=external_id,
            text=text,
            content={**content, "language": row.language, **({"purpose": template, "values": dict(values or {})} if template else {})},
            author=Message.Author.OPERATOR,
            operator=claim.user,
            status=Message.Status.QUEUED,
        )
        answered.note(row.pk, now)
        Handoff.objects.filter(pk=row.pk).update(draft="")
        announcing.message_stored(row, message.pk)
        outgoing.put_after_commit(message)
    return message


def retry(claim: Claim, message_id: int, now: dt.datetime) -> bool:
    """Send a failed answer again, which answers the citizen now; False when it is none of this conversation's failed answers.

    Raises:
        LeaseOver: the handoff is no longer the caller's.
    """
    with transaction.atomic():
        row = ownership.locked(claim)
        failed = Message.objects.filter(
            pk=message_id, conversation=row.conversation, author=Message.Author.OPERATOR, status=Message.Status.FAILED
        )
        # The platform had taken all of it and reported the failure afterwards: what was noted as sent must not keep it from being sent.
        failed.exclude(sent=None).update(parts_sent=0, sent=None)
        if not failed.update(status=Message.Status.QUEUED, error_code="", error=""):
            return False
        answered.note_sent_again(message_id, now)
        message = Message.objects.select_related("conversation").get(pk=message_id)
        announcing.message_stored(row, message_id)
        outgoing.put_after_commit(message)
    return True

"""The end of a handoff: the conversation is the bot's again, and the dialogue begins afresh with what was settled.

What the citizen hears of it, and the tidy dialogue, come through the inbox, so that they stand in order with the citizen's own messages.
If the process dies before that entry is put, `bot.desk.tending` puts it.
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from redis.exceptions import RedisError

from bot.desk import ownership
from bot.desk.models import Handoff, HandoffEvent
from bot.desk.ownership import Claim
from bot.pipeline import inbox
from bot.pipeline.messages import InboundMessage
from bot.privacy.masking import mask_identity_numbers

log = structlog.get_logger(__name__)
# Younger ones are on their way into the inbox.
_SETTLED = dt.timedelta(seconds=10)
_OLDEST = dt.timedelta(days=1)


def give_back(claim: Claim, now: dt.datetime, outcome: Handoff.Outcome, settled: str = "", closing: bool = True) -> Handoff:
    """End the handoff. `settled` is kept for colleagues, masked; `closing`: the citizen hears a closing sentence.

    Raises:
        LeaseOver: the handoff is no longer the caller's.
    """
    with transaction.atomic():
        row = ownership.end(claim, now, outcome, mask_identity_numbers(settled).text, HandoffEvent.Kind.GIVEN_BACK)
        Handoff.objects.filter(pk=row.pk).update(says_closing=closing)
        put_after_commit(row, now)
    return row


def put_after_commit(row: Handoff, now: dt.datetime) -> None:
    """Have the worker tell the citizen and tidy the dialogue, once the transaction in which the handoff ended is through."""
    transaction.on_commit(lambda: _try_to_put(row, now))


def put_forgotten(now: dt.datetime) -> int:
    """Put the entries of handoffs that ended without one; returns how many. Any number of processes may call it: one counts.

    Raises:
        RedisError: Redis cannot be reached.
    """
    ended = Handoff.objects.filter(
        state=Handoff.State.CLOSED, tidied_at=None, ended_at__lt=now - _SETTLED, ended_at__gt=now - _OLDEST
    ).select_related("conversation__agency")
    return sum(_put(row, now) for row in ended)


def _try_to_put(row: Handoff, now: dt.datetime) -> None:
    try:
        _put(row, now)
    except (RedisError, OSError) as error:
        log.warning("desk.hand_back_not_put", handoff=row.pk, error=type(error).__name__)


def _put(row: Handoff, now: dt.datetime) -> bool:
    conversation = row.conversation
    return inbox.put_now(
        InboundMessage(
            external_id=f"handback:{row.pk}",
            conversation=str(conversation.pk),
            agency=conversation.agency.key,
            channel=conversation.channel,
            text="",
            button_key="",
            language=row.language,
            received=now.isoformat(),
            masked=False,
            kind="handback",
            details={"handoff": row.pk},
        )
    )

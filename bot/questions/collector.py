"""Brings what the bot could not answer well into the inbox.

Reading, embedding and grouping happen outside of any transaction, so that nobody waits for them. Then one short transaction moves the
position, on condition that nobody else has moved it, and stores the groups. So it may run twice, after a crash, and beside another one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bot.questions.alike import gather
from bot.questions.counting import count
from bot.questions.inbox_settings import longest_kept
from bot.questions.models import Collected
from bot.questions.reading import Batch, Position, position_before, read_batch

BATCH = 200
_ROW = 1


@dataclass(frozen=True)
class Collection:
    """How many messages and opinions were read, how many of them are questions for staff, and whether there may be more."""

    read: int
    taken: int
    more: bool


def collect(since: dt.datetime | None = None, *, most: int | None = None) -> Collection:
    """Read on from where the last collection ended, all there is or at most about `most` messages.

    `since`: what is older is passed over. The first collection passes over what would not be kept.
    """
    read = taken = 0
    while True:
        begin = _begin(since)
        batch = read_batch(begin, BATCH)
        if batch.until == begin:
            return Collection(read, taken, more=False)
        if _store(begin, batch):
            read, taken = read + batch.read, taken + len(batch.asked)
        # Otherwise somebody else has collected the same meanwhile: read on behind that.
        elif most is not None:
            return Collection(read, taken, more=True)
        if not batch.more or (most is not None and read >= most):
            return Collection(read, taken, batch.more)


def _begin(since: dt.datetime | None) -> Position:
    row = Collected.objects.filter(pk=_ROW).first()
    if row is None:
        first = position_before(since or timezone.now() - longest_kept())
        row, _ = Collected.objects.get_or_create(pk=_ROW, defaults={"message": first})
    elif since is not None and (first := position_before(since)) > row.message:
        Collected.objects.filter(pk=_ROW, message=row.message).update(message=first)
        row = Collected.objects.get(pk=_ROW)
    return Position(row.message, row.opinion, row.handoff)


def _store(begin: Position, batch: Batch) -> bool:
    gathered = gather(batch.asked)
    with transaction.atomic():
        here = Collected.objects.filter(pk=_ROW, message=begin.message, opinion=begin.opinion, handoff=begin.handoff)
        if not here.update(message=batch.until.message, opinion=batch.until.opinion, handoff=batch.until.handoff):
            return False
        count(gathered)
    return True

"""The messages that a platform has not taken yet and that the sender tries again: how many, since when and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from bot.accounts.problem import WRONG_CREDENTIALS
from bot.desk.models import Message

# Longer than a message waits before it is a dead letter; a question that is asked every few seconds looks no further back.
_LATELY = dt.timedelta(days=2)


@dataclass(frozen=True)
class Waiting:
    """The messages of one channel that wait for the same reason; `seconds`: the age of the oldest; `sentence` for staff."""

    channel: str
    code: str
    count: int
    seconds: float
    sentence: str


def _errored(*, lately: bool) -> QuerySet[Message]:
    rows = Message.objects.filter(status=Message.Status.ERRORED).order_by()
    return rows.filter(created__gt=timezone.now() - _LATELY) if lately else rows


def waiting(*, lately: bool = False) -> list[Waiting]:
    """By channel and code, the largest number first; `lately`: of the last two days only, which is quick in a large table."""
    groups = (
        _errored(lately=lately)
        .values("conversation__channel", "error_code")
        .annotate(count=Count("pk"), oldest=Min("created"), sentence=Max("error"))
    )
    now = timezone.now()
    found = [
        Waiting(
            channel=group["conversation__channel"],
            code=group["error_code"],
            count=group["count"],
            seconds=max(0.0, (now - group["oldest"]).total_seconds()),
            sentence=group["sentence"],
        )
        for group in groups
    ]
    return sorted(found, key=lambda one: (-one.count, one.channel, one.code))


def waiting_for_credentials() -> list[tuple[str, str, int]]:
    """Account, channel and number of the messages of each account whose credentials its platform no longer takes."""
    rows = _errored(lately=True).filter(error_code__in=WRONG_CREDENTIALS, conversation__contact__isnull=False)
    groups = rows.values_list("conversation__contact__account", "conversation__channel").annotate(count=Count("pk"))
    return sorted((str(account), channel, count) for account, channel, count in groups)

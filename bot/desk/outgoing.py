"""The way from the desk to the outbox: what is to be said is stored first and handed to the senders once that is committed.

A process can die between the two. `sweep` finds such messages; a sender skips what it has sent, so one put twice arrives once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from redis.exceptions import RedisError

from bot.desk.models import Conversation, Message
from bot.pipeline import keys
from bot.pipeline.connection import impatient_sync_client
from bot.pipeline.messages import OutboundMessage
from bot.replies import Reply

log = structlog.get_logger(__name__)
# Younger ones are on their way into the stream.
_SETTLED = dt.timedelta(seconds=10)
# What is older is too old to be sent at all.
_OLDEST = dt.timedelta(days=1)
_PAGE = 1000
# What the desk says by itself: when a conversation is passed on, of a call that did not come about, and of what nobody can open here.
PASSED_ON = "passed-on:"
CALL_NEWS = "call:"
UNOPENED = "unopened:"


def said_by_itself(*kinds: str) -> Q:
    """Messages that the desk says by itself, of these kinds (`PASSED_ON`, `CALL_NEWS`, `UNOPENED`)."""
    return reduce(or_, (Q(external_id__startswith=kind) for kind in kinds))


def say(conversation: Conversation, source: str, text: str, language: str) -> Message:
    """Let the desk say something by itself; `source` begins with one of the words above and names what it is about, once."""
    content = Reply(text).to_json()
    content.pop("text")
    message = Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.OUT,
        external_id=source,
        text=text,
        content={**content, "language": language},
        author=Message.Author.BOT,
        status=Message.Status.QUEUED,
    )
    put_after_commit(message)
    return message


def put_after_commit(message: Message) -> None:
    """Hand the message to the senders once the transaction is through."""
    transaction.on_commit(lambda: _try_to_put(message))


def sweep(now: dt.datetime) -> int:
    """Hand over again what people wrote and no outbox holds; returns how many. Any number of processes may call it at once.

    Raises:
        RedisError: Redis cannot be reached.
    """
    lost = _waiting(now)
    if not lost:
        return 0
    by_partition: dict[int, list[Message]] = defaultdict(list)
    for message in lost:
        by_partition[keys.partition_of(str(message.conversation_id))].append(message)
    count = 0
    for partition, messages in by_partition.items():
        there = _numbers_in(keys.stream("outbox", partition))
        for message in messages:
            # Not what was sent and taken out of the stream since it was read.
            if message.pk not in there and Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED).exists():
                _put(message)
                count += 1
    if count:
        log.warning("desk.put_again", count=count)
    return count


def _waiting(now: dt.datetime) -> list[Message]:
    rows = Message.objects.filter(status=Message.Status.QUEUED, created__lt=now - _SETTLED, created__gt=now - _OLDEST)
    of_the_desk = Q(author=Message.Author.OPERATOR) | said_by_itself(PASSED_ON, CALL_NEWS, UNOPENED)
    return list(rows.filter(of_the_desk).select_related("conversation"))


def _numbers_in(stream: str) -> set[int]:
    client, begin = impatient_sync_client(), "-"
    found: set[int] = set()
    while True:
        entries = client.xrange(stream, min=begin, count=_PAGE)
        found |= {int(fields["id"]) for _, fields in entries}
        if len(entries) < _PAGE:
            return found
        begin = f"({entries[-1][0]}"


def _try_to_put(message: Message) -> None:
    try:
        _put(message)
    except (RedisError, OSError) as error:
        log.warning("desk.not_put", message=message.pk, error=type(error).__name__)


def _put(message: Message) -> None:
    conversation = str(message.conversation_id)
    entry = OutboundMessage(
        id=message.pk,
        conversation=conversation,
        channel=message.conversation.channel,
        in_reply_to="",
        position=0,
        reply={**message.content, "text": message.text},
    )
    fields: Any = entry.to_fields()
    impatient_sync_client().xadd(keys.stream("outbox", keys.partition_of(conversation)), fields)

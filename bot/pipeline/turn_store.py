"""What the bot and the desk answer, stored in one transaction with what the answer brings about: a handoff that is opened, a rating.

Whether the bot may speak at all is decided here once more, with the conversation locked: a person may have taken over since the message
was read, and then nothing of this turn counts. It may run twice for one message and leaves the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.desk import announcing
from bot.desk.citizen.after import Saying, after
from bot.desk.citizen.state import State, choices_of
from bot.desk.models import Conversation, Message
from bot.desk.opening import open_of
from bot.pipeline import quick_replies
from bot.pipeline.messages import InboundMessage

OUTGOING = Message.Direction.OUT
Replies = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class StoredTurn:
    """The stored answers: their ids, as they leave, what their buttons mean, what the desk remembers of them.

    `keeps_dialogue`: the dialogue goes on from this turn; not where its answer was withheld.
    """

    ids: list[int]
    replies: list[dict[str, Any]]
    issued: dict[str, str] = field(default_factory=dict)
    state: State = field(default_factory=State)
    keeps_dialogue: bool = True


def store_turn(
    message: InboundMessage,
    replies: Replies,
    understanding: Mapping[str, Any] | None,
    language: str,
    release: int | None = None,
    *,
    saying: Saying | None = None,
    first: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    also: Callable[[dt.datetime], None] | None = None,
) -> StoredTurn:
    """Store what is answered, queued, and what was understood, by which release.

    `saying` tells the desk more than replies and understanding do; `first` changes the first reply that really leaves; `also` is done in
    the same transaction. An answer that has left stays as it is: a process that lost its lease may come here late.
    """
    now = timezone.now()

    @cache
    def setting_of() -> Setting:
        return Setting(snapshot.current(message.agency), language, now)

    saying = saying or Saying(message.external_id, message.text, replies, understanding)
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(id=UUID(message.conversation))
        if conversation.language != language:
            Conversation.objects.filter(pk=conversation.pk).update(language=language, updated=timezone.now())
        if understanding is not None:
            conversation.messages.filter(direction=Message.Direction.IN, external_id=message.external_id).update(
                understanding=understanding, release=release
            )
        said = after(conversation, saying, language, now, setting_of)
        if also is not None:
            also(now)
        changed = None if said.tells_of_mask else first
        spoken = [changed(said.replies[0]), *said.replies[1:]] if changed is not None and said.replies else said.replies
        _take_back(conversation, message.external_id, len(spoken))
        outgoing, issued = quick_replies.issue(message.conversation, message.external_id, spoken)
        ids = [_store_answer(conversation, f"{message.external_id}:{position}", reply, release) for position, reply in enumerate(outgoing)]
        _announce(conversation, ids)
    state = State(choices_of(spoken), said.asking, said.given)
    return StoredTurn(ids, outgoing, issued, state, said.keeps_dialogue)


def _take_back(conversation: Conversation, external_id: str, kept: int) -> None:
    """What an earlier attempt stored but never sent, and this one does not say."""
    earlier = conversation.messages.filter(direction=OUTGOING, external_id__startswith=f"{external_id}:", status=Message.Status.QUEUED)
    for row in earlier.only("external_id"):
        if int(row.external_id.rpartition(":")[2]) >= kept:
            row.delete()


def _announce(conversation: Conversation, ids: Sequence[int]) -> None:
    """Tell the operators' pages what the bot says to somebody who waits."""
    # A handoff that this very turn has opened is announced by itself.
    row = open_of(conversation) if ids and conversation.owner == Conversation.Owner.QUEUE else None
    if row is not None:
        announcing.message_stored(row, ids[-1])


def _store_answer(conversation: Conversation, external_id: str, reply: Mapping[str, Any], release: int | None) -> int:
    content = {name: value for name, value in reply.items() if name != "text"}
    fields: dict[str, Any] = {"text": reply["text"], "content": content, "release": release}
    stored, created = Message.objects.get_or_create(
        conversation=conversation,
        direction=OUTGOING,
        external_id=external_id,
        defaults={**fields, "status": Message.Status.QUEUED, "author": Message.Author.BOT},
    )
    if not created:
        Message.objects.filter(pk=stored.pk, status=Message.Status.QUEUED).update(**fields)
    number: int = stored.pk
    return number

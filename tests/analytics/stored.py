"""Stores conversations and messages with the moments that a test states."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Feedback, Message

_numbers = itertools.count(1)


def ago(**time: float) -> dt.datetime:
    """A moment in the past."""
    return timezone.now() - dt.timedelta(**time)


def conversation(agency: Agency, channel: str = "telegram", language: str = "id") -> Conversation:
    """A new conversation."""
    return Conversation.objects.create(agency=agency, channel=channel, language=language)


def understood(decision: str = "answer", **more: Any) -> dict[str, Any]:
    """What the pipeline might make of a message."""
    return {"kind": "service", "intent": "ask_fee", "decision": decision, "services": [], "facets": [], "faq": None, **more}


def ask(
    one: Conversation, at: dt.datetime, understanding: dict[str, Any] | None = None, *, seconds: float | None = 2.0, failed: str = ""
) -> Message:
    """A citizen's message with its answer, which left after so many seconds, not yet (None), or never (`failed`)."""
    number = f"m{next(_numbers)}"
    message = Message.objects.create(
        conversation=one, direction="in", external_id=number, text="?", understanding=understanding, status=Message.Status.RECEIVED
    )
    status = Message.Status.FAILED if failed else Message.Status.QUEUED if seconds is None else Message.Status.SENT
    answer = Message.objects.create(
        conversation=one, direction="out", external_id=f"{number}:0", text="!", status=status, error_code=failed
    )
    Message.objects.filter(pk=message.pk).update(created=at)
    sent = None if failed or seconds is None else at + dt.timedelta(seconds=seconds)
    Message.objects.filter(pk=answer.pk).update(created=at, sent=sent)
    return Message.objects.get(pk=message.pk)


def opinion(message: Message, helpful: bool | None, at: dt.datetime) -> None:
    """What the citizen said with that message."""
    one = message.conversation
    made = Feedback.objects.create(conversation=one, agency=one.agency, helpful=helpful, source=f"{one.pk}:{message.external_id}")
    Feedback.objects.filter(pk=made.pk).update(created=at)

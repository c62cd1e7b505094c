"""Messages and groups as the worker and the collector leave them in the database."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Feedback, Message
from bot.nlu.embedding import embed
from bot.nlu.normalise import normalise
from bot.questions.alike import as_bytes
from bot.questions.models import QuestionGroup

_numbers = itertools.count(1)
LONG_AGO = dt.timedelta(hours=1)


def understanding(decision: str = "refuse", confidence: float = 0.3, **fields: Any) -> dict[str, Any]:
    """What the worker stores about a message."""
    kind = {"refuse": "oos"}.get(decision, "service")
    return {"language": None, "kind": kind, "intent": "x", "decision": decision, "confidence": confidence, **fields}


def message(
    agency: Agency,
    text: str,
    decision: str | None = "refuse",
    *,
    at: dt.datetime | None = None,
    conversation: Conversation | None = None,
    **fields: Any,
) -> Message:
    """A citizen's message; with no decision it is not understood yet."""
    of = conversation or Conversation.objects.create(agency=agency, channel="webchat", language=agency.default_language)
    made = Message.objects.create(
        conversation=of,
        direction=Message.Direction.IN,
        external_id=str(next(_numbers)),
        text=text,
        status=Message.Status.RECEIVED,
        understanding=None if decision is None else understanding(decision, **fields),
    )
    Message.objects.filter(pk=made.pk).update(created=at or timezone.now() - LONG_AGO)
    made.refresh_from_db()
    return made


def opinion(about: Message, helpful: bool | None, after: dt.timedelta = dt.timedelta(minutes=1)) -> Feedback:
    """What the citizen said about the answer."""
    made = Feedback.objects.create(
        conversation=about.conversation, agency=about.conversation.agency, helpful=helpful, comment="", source=f"feedback-{next(_numbers)}"
    )
    Feedback.objects.filter(pk=made.pk).update(created=about.created + after)
    return made


def question_group(agency: Agency, text: str = "", language: str = "id", count: int = 1, **fields: Any) -> QuestionGroup:
    """A group that waits for a decision."""
    text = text or f"pertanyaan nomor {next(_numbers)}"
    now = timezone.now()
    vector = as_bytes(embed(normalise(text)))
    given = {"first_seen": now, "last_seen": now, "refused": count, **fields}
    return QuestionGroup.objects.create(agency=agency, language=language, text=text, vector=vector, count=count, **given)

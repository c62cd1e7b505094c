"""Reads stored messages and opinions in the order of their ids, from where the last reading ended.

A message is stored first and understood some seconds later, and on PostgreSQL a smaller id can become visible after a larger one. So what
is very young is left for the next time, and so is, for a while, everything from a message on that may still be understood.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Feedback, Handoff, Message
from bot.languages import LANGUAGES
from bot.nlu.language import detect
from bot.nlu.normalise import normalise
from bot.questions.inbox_settings import settings_of_all
from bot.questions.models import Reason
from bot.questions.reasons import is_distress, reason_of

_SETTLED = dt.timedelta(seconds=2)
_MAY_BE_UNDERSTOOD = dt.timedelta(minutes=10)
# Who answers praise or blame hours later speaks of something else.
_SPOKEN_OF = dt.timedelta(hours=1)
_LONGEST = 300
_ABREAST = 200
_IN = Message.Direction.IN
# Of a handoff: which have no question, how far back to look for one, and what is none.
_NO_QUESTION = (Handoff.Reason.DISTRESS, Handoff.Reason.REOPENED)
_LOOKED_BACK = 6
# What would stand oddly before a comma.
_ENDINGS = " .,?!。、？！"
_NOT_ASKED = ("smalltalk", "handoff")


@dataclass(frozen=True)
class Position:
    """The last message, the last opinion and the last handoff that were read."""

    message: int
    opinion: int
    handoff: int = 0


@dataclass(frozen=True)
class Asked:
    """One question for the inbox. `counted`: the same message is in the inbox for another reason already."""

    agency: int
    language: str
    text: str
    normalised: str
    reason: Reason
    at: dt.datetime
    week: dt.date
    understanding: Mapping[str, Any]
    counted: bool = False


@dataclass(frozen=True)
class Batch:
    """What was read, and up to where; `more`: there may be more behind it."""

    asked: tuple[Asked, ...]
    until: Position
    read: int
    more: bool


def position_before(moment: dt.datetime) -> int:
    """The id after which the messages since a moment lie."""
    # Ids and times run in parallel but for messages that came at nearly the same moment.
    first = list(Message.objects.filter(created__gte=moment).order_by("created", "pk").values_list("pk", flat=True)[:_ABREAST])
    if first:
        return min(first) - 1
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def read_batch(begin: Position, size: int) -> Batch:
    """The next messages, at most `size`, and the next opinions."""
    now = timezone.now()
    rows = list(
        Message.objects.filter(pk__gt=begin.message, direction=_IN)
        .order_by("pk")
        .values_list("pk", "text", "understanding", "created", "conversation__agency_id", "conversation__language", "conversation__owner")[
            :size
        ]
    )
    handoffs = list(
        Handoff.objects.filter(pk__gt=begin.handoff, waiting_since__lte=now - _SETTLED).select_related("conversation").order_by("pk")[:size]
    )
    opinions = list(Feedback.objects.filter(pk__gt=begin.opinion, helpful=False, created__lte=now - _SETTLED).order_by("pk")[:size])
    agencies = {row[4] for row in rows} | {one.agency_id for one in opinions}
    agencies |= {handoff.conversation.agency_id for handoff in handoffs}
    settings = settings_of_all(agencies)
    zones = {agency.pk: agency for agency in Agency.objects.filter(pk__in=agencies).only("timezone", "default_language")}
    asked: list[Asked] = []
    message, read = begin.message, 0
    for pk, text, understanding, created, agency, language, owner in rows:
        waits = understanding is None and owner != Conversation.Owner.OPERATOR and created > now - _MAY_BE_UNDERSTOOD
        if created > now - _SETTLED or waits:
            break
        message, read = pk, read + 1
        reason = reason_of(understanding, settings[agency].unsure_below) if understanding else None
        if reason is not None and understanding is not None:
            asked += _asked(zones[agency], language, text, understanding, created, reason)
    for opinion in opinions:
        asked += _disliked(opinion, zones[opinion.agency_id], settings[opinion.agency_id].unsure_below)
    for handoff in handoffs:
        agency = handoff.conversation.agency_id
        asked += _needed_a_person(handoff, zones[agency], settings[agency].unsure_below)
    until = Position(message, opinions[-1].pk if opinions else begin.opinion, handoffs[-1].pk if handoffs else begin.handoff)
    whole = read + len(opinions) + len(handoffs)
    return Batch(tuple(asked), until, whole, size in (read, len(opinions), len(handoffs)))


def _disliked(opinion: Feedback, agency: Agency, unsure_below: float) -> Iterator[Asked]:
    """The question whose answer a citizen marked as not helpful: the last one answered in that conversation."""
    if opinion.conversation_id is None:
        return
    answered = Message.objects.filter(
        conversation_id=opinion.conversation_id,
        direction=_IN,
        created__lte=opinion.created,
        created__gte=opinion.created - _SPOKEN_OF,
        understanding__decision="answer",
    )
    found = answered.order_by("-pk").select_related("conversation").first()
    if found is not None and not is_distress(found.understanding or {}):
        understanding = found.understanding or {}
        counted = reason_of(understanding, unsure_below) is not None
        text = _whole_question(found)
        yield from _asked(agency, found.conversation.language, text, understanding, found.created, Reason.UNHELPFUL, counted)


def _needed_a_person(handoff: Handoff, agency: Agency, unsure_below: float) -> Iterator[Asked]:
    """The citizen's last question before a person was needed; a cry for help is nobody's work list."""
    if handoff.reason in _NO_QUESTION:
        return
    before = Message.objects.filter(
        conversation_id=handoff.conversation_id,
        direction=_IN,
        created__lte=handoff.waiting_since,
        created__gte=handoff.waiting_since - _SPOKEN_OF,
        understanding__isnull=False,
    )
    for found in before.order_by("-pk")[:_LOOKED_BACK]:
        understanding = found.understanding or {}
        if is_distress(understanding):
            return
        if understanding.get("decision") not in _NOT_ASKED:
            counted = reason_of(understanding, unsure_below) is not None
            text = _whole_question(found)
            yield from _asked(agency, handoff.conversation.language, text, understanding, found.created, Reason.PERSON, counted)
            return


def _whole_question(message: Message) -> str:
    """What was asked; a short follow-up ("syaratnya") together with the question that it follows.

    By itself it would tell staff nothing, and as an example of one service it would draw the follow-ups about all others to it.
    """
    if not (message.understanding or {}).get("from_context"):
        return message.text
    before = Message.objects.filter(
        conversation_id=message.conversation_id,
        direction=_IN,
        pk__lt=message.pk,
        created__gte=message.created - _SPOKEN_OF,
        understanding__decision="answer",
    )
    begun = next((one for one in before.order_by("-pk")[:_LOOKED_BACK] if not (one.understanding or {}).get("from_context")), None)
    if begun is None or is_distress(begun.understanding or {}):
        return message.text
    between = "、" if detect(normalise(begun.text)) == "ja" else ", "
    return f"{begun.text.rstrip(_ENDINGS)}{between}{message.text}"


def _asked(
    agency: Agency, language: str, text: str, understanding: Mapping[str, Any], at: dt.datetime, reason: Reason, counted: bool = False
) -> Iterator[Asked]:
    normalised = normalise(text)
    if not any(sign.isalnum() for sign in normalised):
        return
    known = (detect(normalised), understanding.get("language"), language, agency.default_language)
    spoken = next(str(one) for one in known if one in LANGUAGES)
    day = at.astimezone(zoneinfo.ZoneInfo(agency.timezone)).date()
    week = day - dt.timedelta(days=day.weekday())
    yield Asked(agency.pk, spoken, " ".join(text.split())[:_LONGEST], normalised, reason, at, week, understanding, counted)

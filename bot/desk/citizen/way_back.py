"""The way back to the same case, for a day after a person has closed it: by a button, and in words as long as the day lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk.citizen import waiting
from bot.desk.citizen.buttons import button, with_button
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.request import HandoffRequest

REOPEN_WITHIN = dt.timedelta(days=1)
# The button stands under the first answer, under what the bot could not answer, and otherwise once in this time: it must not nag.
# A greeting shows it, too, but does not use it up.
AGAIN_AFTER = dt.timedelta(hours=1)
_NOT_AFTER = (Handoff.Outcome.ABUSE, Handoff.Outcome.DUPLICATE)
_LOOKED_BACK = 50
_SMALLTALK = "smalltalk"
# Whoever thanks or takes leave is done.
_DONE = frozenset({"thank", "goodbye"})


def case_of(conversation: Conversation, now: dt.datetime) -> Handoff | None:
    """The case to which the way leads back."""
    ended = conversation.handoffs.filter(state=Handoff.State.CLOSED, ended_at__gte=now - REOPEN_WITHIN)
    return ended.exclude(outcome__in=_NOT_AFTER).order_by("-ended_at").first()


def request_for(row: Handoff) -> HandoffRequest:
    """What brings a person back to it."""
    slots = (row.summary or {}).get("slots") or {}
    return HandoffRequest(Handoff.Reason.REOPENED, service=row.service_key, slots=slots, continues=row.pk)


def same_case(conversation: Conversation, request: HandoffRequest, now: dt.datetime) -> HandoffRequest:
    """The request; whoever asks for a person about what was closed within the day means the same case, and need not begin again."""
    row = case_of(conversation, now) if request.reason == Handoff.Reason.ASKED else None
    if row is None or row.service_key != request.service[:40]:
        return request
    return replace(request, reason=Handoff.Reason.REOPENED, continues=row.pk)


def offered(
    conversation: Conversation,
    source: str,
    replies: list[dict[str, Any]],
    understanding: Mapping[str, Any],
    language: str,
    now: dt.datetime,
) -> list[dict[str, Any]]:
    """The bot's answers, with the button under the last where it is to be offered now."""
    row = case_of(conversation, now) if replies and understanding.get("intent") not in _DONE else None
    if row is None:
        return replies
    way_back = button("reopen", language, handoff=row.pk)
    titles = {way_back.title, way_back.other_title}
    shown = None if waiting.is_for_a_person(understanding) else _last_shown(conversation, source, row, titles)
    return replies if shown is not None and now - shown < AGAIN_AFTER else with_button(replies, way_back)


def _last_shown(conversation: Conversation, source: str, row: Handoff, titles: set[str]) -> dt.datetime | None:
    # What was said about the rating meanwhile does not count as an answer.
    said = conversation.messages.filter(direction=Message.Direction.OUT, author=Message.Author.BOT, created__gte=row.ended_at)
    latest = said.exclude(external_id__startswith=f"{source}:").order_by("-pk")
    shown = {
        external_id.rpartition(":")[0]: at
        for external_id, content, at in list(latest.values_list("external_id", "content", "created")[:_LOOKED_BACK])[::-1]
        if titles & {one["title"] for one in content.get("quick_replies", ())}
    }
    heard = conversation.messages.filter(direction=Message.Direction.IN, external_id__in=shown)
    for external_id, understood in heard.values_list("external_id", "understanding"):
        if (understood or {}).get("decision") == _SMALLTALK:
            del shown[external_id]
    return max(shown.values(), default=None)

"""A person is asked for: the gates decide whether the citizen waits from now on, or hears honestly that nobody is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.context import Setting
from bot.desk import gates
from bot.desk.citizen import queue_texts as texts
from bot.desk.citizen import waiting
from bot.desk.citizen.buttons import button, without_the_call
from bot.desk.gates import Gate
from bot.desk.models import Conversation, DeskSettings, Handoff
from bot.desk.opening import open_handoff, open_of, raise_urgency
from bot.desk.request import HandoffRequest
from bot.desk.routing import unit_for
from bot.desk.summary import OF_THE_WISH, summary_of
from bot.desk.waiting_times import expected_minutes, position
from bot.replies import Reply

Replies = list[dict[str, Any]]


def ask_for_person(
    conversation: Conversation,
    source: str,
    request: HandoffRequest,
    replies: Sequence[Mapping[str, Any]],
    understanding: Mapping[str, Any] | None,
    setting: Setting,
) -> Replies:
    """What the citizen hears; `replies` is what the bot would say without a desk. Call it with the conversation locked."""
    desk = gates.desk_of(setting.agency.key)
    if desk is None:
        return [dict(reply) for reply in replies]
    row = open_of(conversation)
    if row is not None and row.source != source[:150]:
        if raise_urgency(row, request.urgency):
            # What made it urgent is what has to be seen first.
            row.summary = summary_of(conversation, request, understanding)
            row.save(update_fields=["summary"])
        if request.is_wish:
            return [*_answered(replies, request), _said(waiting.place_of(row, setting), setting)]
        return _while_waiting(replies, row, _also(row, request, setting, is_open=True), setting, request)
    gate = gates.check_unit(desk, unit_for(desk.agency, request.service, setting.language), setting.now)
    in_danger = request.urgency == Handoff.Urgency.DANGER
    # Words of danger are kept for people at any hour; nobody is told to wait for them.
    if row is None and gate.kind != "open" and not in_danger:
        return _nobody(desk, gate, request, replies, setting)
    row = open_handoff(conversation, desk.agency, gate.unit, source, request, setting.language, understanding, setting.now)
    if request.is_wish:
        joined = texts.joined(setting, gate.unit, position(row), expected_minutes(row.agency, row.unit, setting.now))
        return [*_answered(replies, request), _said(joined, setting)]
    return _while_waiting(replies, row, _also(row, request, setting, is_open=gate.kind == "open"), setting, request)


def _nobody(desk: DeskSettings, gate: Gate, request: HandoffRequest, replies: Sequence[Mapping[str, Any]], setting: Setting) -> Replies:
    offer = button("callback", setting.language, service=request.service)
    if request.is_wish:
        reply = texts.nobody_there(setting, gate, callbacks=desk.takes_callbacks)
        if desk.takes_callbacks:
            reply = replace(reply, quick_replies=(offer, *reply.quick_replies[1:]))
        return [*_answered(replies, request), _said(reply, setting)]
    found = _with(replies, texts.absence(setting, gate))
    if desk.takes_callbacks and found:
        found[-1] = {**found[-1], "quick_replies": [*found[-1].get("quick_replies", ()), offer.to_json()]}
    return found


def _answered(replies: Sequence[Mapping[str, Any]], request: HandoffRequest) -> Replies:
    """What was asked along with the wish is answered first: nobody need wait for what the bot can tell."""
    return [dict(reply) for reply in replies] if request.answers else []


def _also(row: Handoff, request: HandoffRequest, setting: Setting, *, is_open: bool) -> str:
    if request.urgency == Handoff.Urgency.DANGER:
        return texts.danger_passed_on(setting, is_open=is_open)
    return texts.also_passed_on(setting, position(row))


def _with(replies: Sequence[Mapping[str, Any]], sentence: str) -> Replies:
    """The bot's own words first: in danger they are the numbers that help at once."""
    found = [dict(reply) for reply in replies]
    if found:
        found[-1] = {**found[-1], "text": f"{found[-1]['text']}\n\n{sentence}"}
    return found


def _while_waiting(replies: Sequence[Mapping[str, Any]], row: Handoff, sentence: str, setting: Setting, request: HandoffRequest) -> Replies:
    in_danger = row.urgency == Handoff.Urgency.DANGER
    found = _before(replies, sentence) if request.reason == Handoff.Reason.ANGER else _with(replies, sentence)
    return without_the_call(found, setting.language, shows_place=not in_danger)


def _before(replies: Sequence[Mapping[str, Any]], sentence: str) -> Replies:
    """Whoever is angry is heard first; what the catalogue says of the subject comes after that."""
    found = [dict(reply) for reply in replies]
    if found:
        found[0] = {**found[0], "text": f"{sentence}\n\n{found[0]['text']}"}
    return found


def _said(reply: Reply, setting: Setting) -> dict[str, Any]:
    return {**reply.to_json(), "language": setting.language, OF_THE_WISH: True}

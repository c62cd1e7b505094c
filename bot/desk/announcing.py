"""Tells the open pages of operators, once a change is stored, that there is something new; what it is they read from the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import structlog
from django.db import transaction
from redis.exceptions import RedisError

from bot.desk.models import Handoff, Message, Unit
from bot.pipeline import keys
from bot.pipeline.connection import impatient_sync_client

log = structlog.get_logger(__name__)


def handoff_changed(handoff: Handoff) -> None:
    """Its place, owner or state has changed."""
    event = {"type": "handoff", "id": handoff.pk}
    _publish(keys.desk_events(handoff.agency.key), event)
    _publish(keys.events(str(handoff.conversation_id)), {"type": "handoff"})


def queue_changed(agency: str) -> None:
    """A handoff has left the agency's queue for another agency's."""
    _publish(keys.desk_events(agency), {"type": "queue"})


def overflowed(handoff: Handoff, agency: str) -> None:
    """It has waited so long that another agency's operators are asked as well."""
    _publish(keys.desk_events(agency), {"type": "overflow", "id": handoff.pk})


def citizen_wrote(handoff: Handoff, message: int) -> None:
    """A citizen's message was stored while a person is asked for or serves; that person's pages may ring."""
    message_stored(handoff, message, {"for": handoff.operator_id} if handoff.state == Handoff.State.CLAIMED else {})


def message_stored(handoff: Handoff, message: int, also: Mapping[str, Any] = MappingProxyType({})) -> None:
    """A message of its conversation was stored or has changed."""
    for agency in _desks_of(handoff):
        _publish(keys.desk_events(agency), {"type": "message", "id": handoff.pk, **also})
    _publish(keys.events(str(handoff.conversation_id)), {"type": "message", "id": message})


def status_changed(message: int) -> None:
    """A platform took an answer of a person, delivered it or refused it; nothing is told of the bot's own."""
    of_person = Message.objects.filter(pk=message, author=Message.Author.OPERATOR)
    conversation = of_person.values_list("conversation_id", flat=True).first()
    if conversation is None:
        return
    latest = Handoff.objects.filter(conversation=conversation).order_by("-pk").select_related("agency").first()
    if latest is not None:
        for agency in _desks_of(latest):
            _publish(keys.desk_events(agency), {"type": "message", "id": latest.pk})


def _desks_of(handoff: Handoff) -> set[str]:
    """The agency, and the one whose unit helps where it may be that agency's operators who have the page open."""
    helping = Unit.objects.filter(pk=handoff.unit_id, overflow_to__isnull=False) if handoff.unit_id else Unit.objects.none()
    return {handoff.agency.key, *helping.values_list("overflow_to__agency__key", flat=True)}


def _publish(channel: str, event: dict[str, Any]) -> None:
    def now() -> None:
        try:
            impatient_sync_client().publish(channel, json.dumps(event))
        except (RedisError, OSError) as error:
            # The pages look by themselves every few seconds.
            log.warning("desk.not_announced", error=type(error).__name__)

    transaction.on_commit(now)

"""That an operator is typing, shown to the citizen while the conversation is the operator's.

The page saves drafts while somebody types; each is a sign. An open web chat hears it at once. For a platform the sign goes into a list
in Redis, and one of the senders takes it and tells the platform. Best effort: nothing waits for it or fails with it.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.utils import timezone
from redis.exceptions import RedisError

from bot.accounts.directory import DIRECTORY
from bot.accounts.vault import unseal
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.window import window_of
from bot.pipeline import keys
from bot.pipeline.connection import async_client, impatient_sync_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from channels import registry
from channels.base import ConnectedChannel
from channels.errors import ChannelError

log = structlog.get_logger(__name__)
# Of a web chat that hears nothing further; the page saves a draft every few seconds while somebody types.
_ON_A_PAGE_SECONDS = 8
# A sign that comes late would show somebody at work who has stopped.
_OLDEST_SECONDS = 3.0
_KEPT_SECONDS = 30
_AFTER_A_FAULT = 1.0
# Renewed a little before the platform takes it away.
_EARLY_SECONDS = 1.0


def operator_types(handoff: Handoff) -> None:
    """Pass on that whoever serves this handoff is typing; more often than the channel needs it changes nothing."""
    conversation, channel = str(handoff.conversation_id), _connected(handoff.conversation.channel)
    try:
        client = impatient_sync_client()
        if channel is None:
            client.publish(keys.events(conversation), json.dumps({"type": "typing", "on": True, "seconds": _ON_A_PAGE_SECONDS}))
        elif client.set(keys.operator_typing(conversation), "1", nx=True, px=round((channel.typing_lasts - _EARLY_SECONDS) * 1000)):
            client.lpush(keys.typing_signs(), json.dumps({"conversation": conversation, "at": time.time()}))
            client.expire(keys.typing_signs(), _KEPT_SECONDS)
    except (RedisError, OSError) as error:
        log.info("operator_typing.not_told", error=type(error).__name__)


@dataclass(frozen=True)
class _Shown:
    """Where a sign is shown."""

    channel: str
    account: str
    contact: str
    in_reply_to: str


class TypingSigns:
    """Shows the signs on the platforms until told to stop; of several processes one takes each."""

    async def run(self, stop: asyncio.Event) -> None:
        """Take sign after sign."""
        while not stop.is_set():
            try:
                await self.show_next()
            except (RedisError, OSError, DatabaseUnavailable) as error:
                log.info("operator_typing.waits", error=type(error).__name__)
                await asyncio.sleep(_AFTER_A_FAULT)
            except Exception as error:  # A fault here must not stop the sender beside it.
                log.error("operator_typing.failed", error=type(error).__name__)
                await asyncio.sleep(_AFTER_A_FAULT)

    async def show_next(self, patience: float = 1.0) -> bool:
        """Show one sign; False when none came in time, or it is of no use any more.

        Raises:
            RedisError, DatabaseUnavailable: one of the two cannot be reached.
        """
        taken = await async_client("blocking").brpop([keys.typing_signs()], timeout=patience)
        if taken is None:
            return False
        sign = json.loads(taken[1])
        if time.time() - sign["at"] > _OLDEST_SECONDS:
            return False
        where = await in_database(_where, UUID(sign["conversation"]))
        account = await DIRECTORY.of_id(where.account) if where is not None else None
        if where is None or account is None:
            return False
        try:
            await registry.connected(where.channel).typing(account, unseal(where.contact), where.in_reply_to)
        except ChannelError as error:
            log.info("operator_typing.refused", channel=where.channel, code=error.code)
            return False
        return True


def _where(number: UUID) -> _Shown | None:
    """None once no person serves the conversation any more, or the platform takes no free text, and with it no sign."""
    row = Conversation.objects.filter(pk=number, owner=Conversation.Owner.OPERATOR).select_related("contact").first()
    if row is None or row.contact is None or _connected(row.channel) is None or not window_of(row, timezone.now()).is_open:
        return None
    heard = Message.objects.filter(conversation=row, direction=Message.Direction.IN).order_by("-pk")
    return _Shown(row.channel, str(row.contact.account_id), row.contact.address, heard.values_list("external_id", flat=True).first() or "")


def _connected(name: str) -> ConnectedChannel | None:
    try:
        return registry.connected(name)
    except registry.UnknownChannel:
        return None

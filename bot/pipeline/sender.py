"""The sender: hands the outbox to the channels, in order within a conversation."""

from __future__ import annotations

import time

import structlog
from django.utils import timezone

from bot.desk.models import Message
from bot.pipeline.attempt import Handling
from bot.pipeline.database import in_database
from bot.pipeline.effects import Effect
from bot.pipeline.errors import GiveUp, MalformedMessage, TryAgain
from bot.pipeline.leased_stream import Entry
from bot.pipeline.messages import OutboundMessage
from bot.pipeline.metrics import METRICS
from bot.pipeline.store import ON_THE_WAY, mark, status_of
from channels import registry
from channels.base import Delivery
from channels.errors import ChannelError

log = structlog.get_logger(__name__)
# An answer that comes a day late helps nobody and confuses.
OLDEST_SECONDS = 86_400
_REMEMBERED = 10_000


class Sender:
    """Sends each message of the outbox once and records what became of it."""

    def __init__(self) -> None:
        # Accepted by the provider but not yet recorded, because the database failed in between: these must not be sent again.
        self._accepted: dict[int, Delivery] = {}

    @property
    def handling(self) -> Handling:
        """How the outbox is to be consumed. The timeout is shorter than a lease, so that two senders never send the same message."""
        return Handling(self.handle, self.give_up, timeout=12.0, at_once=64, window=1000, first_pause=1.0, longest_pause=300.0)

    async def handle(self, entry: Entry) -> Effect:
        """Send one message and mark it sent."""
        message = OutboundMessage.from_fields(entry.fields)
        status = await in_database(status_of, message.id)
        if status is None:
            raise GiveUp("The message is no longer stored.")
        if status not in ON_THE_WAY:
            return Effect()
        if message.id not in self._accepted:
            if time.time() - entry.put_at > OLDEST_SECONDS:
                raise GiveUp("The message is older than a day.")
            delivery = await self._send(message)
            if len(self._accepted) >= _REMEMBERED:
                self._accepted.pop(next(iter(self._accepted)))
            self._accepted[message.id] = delivery
        await in_database(mark, message.id, self._accepted[message.id].status, timezone.now())
        self._accepted.pop(message.id, None)
        return Effect()

    async def give_up(self, entry: Entry, reason: str) -> Effect:
        """Mark a message failed for good."""
        try:
            message = OutboundMessage.from_fields(entry.fields)
        except MalformedMessage:
            return Effect()
        METRICS.count("sent", message.channel, "failed")
        await in_database(mark, message.id, Message.Status.FAILED)
        return Effect()

    async def _send(self, message: OutboundMessage) -> Delivery:
        try:
            channel = registry.channel(message.channel)
        except registry.UnknownChannel as error:
            raise GiveUp(str(error)) from error
        began = time.perf_counter()
        try:
            delivery = await channel.send(message)
        except ChannelError as error:
            about = {"channel": message.channel, "id": message.id, "conversation": message.conversation, "code": error.code}
            if not error.retryable:
                log.error("sender.refused", **about)
                raise GiveUp(f"{error.code}: {error.message}") from error
            log.warning("sender.will_retry", retry_after=error.retry_after, **about)
            METRICS.count("sent", message.channel, "errored")
            await in_database(mark, message.id, Message.Status.ERRORED)
            raise TryAgain(f"{error.code}: {error.message}", error.retry_after) from error
        seconds = time.perf_counter() - began
        METRICS.observe("send", seconds)
        METRICS.count("sent", message.channel, delivery.status)
        log.info(
            "sender.sent", channel=message.channel, id=message.id, conversation=message.conversation, milliseconds=round(seconds * 1000)
        )
        return delivery

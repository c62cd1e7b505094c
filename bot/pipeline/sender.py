"""The sender: hands the outbox to the channels, part by part, in order within a conversation, no faster than a platform allows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from bot.accounts import contacts
from bot.accounts.directory import DIRECTORY
from bot.accounts.models import Contact
from bot.accounts.vault import unseal
from bot.desk import announcing
from bot.pipeline import delivery, pace
from bot.pipeline.attempt import Handling
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.delivery import ON_THE_WAY, Stored
from bot.pipeline.effects import Effect
from bot.pipeline.errors import GiveUp, MalformedMessage, NotYet, TryAgain, code_and_sentence
from bot.pipeline.leased_stream import Entry
from bot.pipeline.messages import OutboundMessage
from bot.pipeline.metrics import METRICS
from bot.pipeline.notices import FAREWELL
from channels import registry
from channels.base import Account, Channel, ConnectedChannel, Delivery, Outgoing
from channels.errors import ChannelError, Moved, Unreachable, WindowClosed

log = structlog.get_logger(__name__)
# An answer that comes a day late helps nobody and confuses.
OLDEST_SECONDS = 86_400
_REMEMBERED = 10_000
# An account that was switched off may be switched on again.
_ACCOUNT_SECONDS = 30.0
_WINDOW_SECONDS = 15.0
_UNREACHABLE = {
    Contact.State.BLOCKED: "The citizen has blocked us; the message can be sent again once the citizen writes.",
    Contact.State.OPTED_OUT: "The citizen has asked to hear no more; the message can be sent again once the citizen writes START.",
    Contact.State.INVALID: "The platform does not know this address.",
}


def _purpose(message: OutboundMessage) -> str:
    return str(message.reply.get("purpose") or "answer")


class Sender:
    """Sends each message of the outbox once and records what became of it."""

    def __init__(self, client: redis.asyncio.Redis[str] | None = None) -> None:
        self._given_client = client
        # Accepted by the provider but not yet recorded, because the database failed in between: these must not be sent again.
        self._accepted: dict[tuple[int, int], Delivery] = {}
        # When the reserved place of a part comes, by the monotonic clock.
        self._reserved: dict[tuple[int, int], float] = {}

    @property
    def _client(self) -> redis.asyncio.Redis[str]:
        return self._given_client or async_client()

    @property
    def handling(self) -> Handling:
        """How the outbox is to be consumed. The timeout is shorter than a lease, so that two senders never send the same message."""
        return Handling(self.handle, self.give_up, timeout=12.0, at_once=64, window=1000, first_pause=1.0, longest_pause=300.0)

    async def handle(self, entry: Entry) -> Effect:
        """Send the next part of one message and record it; raises `NotYet` while there are more."""
        message = OutboundMessage.from_fields(entry.fields)
        stored = await in_database(delivery.stored, message.id)
        if stored is None:
            raise GiveUp("The message is no longer stored.", "deleted")
        if stored.status == "failed":
            return Effect()
        channel = self._channel(message)
        # A platform's report can overtake our own note that it has accepted the message.
        done = max(stored.parts_sent, 0 if stored.status in ON_THE_WAY else 1)
        part = (message.id, done)
        if not stored.complete and done == stored.parts_sent and part not in self._accepted:
            self._check_whether_to_send(entry, message, stored)
        account, outgoing = await self._addressed(channel, message, stored)
        parts = await self._parts(channel, account, outgoing, message)
        if done >= len(parts):
            return Effect()
        if part not in self._accepted:
            await self._wait_for_turn(channel, account, message, part)
            accepted = await self._send(channel, account, outgoing, parts[done], message, stored)
            self._remember(part, accepted)
        accepted = self._accepted[part]
        is_last = done + 1 == len(parts)
        await in_database(delivery.record_part, message.id, done, accepted.provider_id, accepted.status if is_last else None)
        self._accepted.pop(part, None)
        if is_last and stored.by_person:
            await in_database(announcing.status_changed, message.id)
        if not is_last:
            raise NotYet(0.0)
        METRICS.count("sent", message.channel, accepted.status)
        return Effect()

    async def give_up(self, entry: Entry, reason: str) -> Effect:
        """Mark a message failed for good."""
        try:
            message = OutboundMessage.from_fields(entry.fields)
        except MalformedMessage:
            return Effect()
        METRICS.count("sent", message.channel, "failed")
        if await in_database(delivery.note_failure, message.id, *code_and_sentence(reason)):
            await in_database(announcing.status_changed, message.id)
        return Effect()

    def _channel(self, message: OutboundMessage) -> Channel:
        try:
            return registry.channel(message.channel)
        except registry.UnknownChannel as error:
            raise GiveUp(str(error), "no_channel") from error

    async def _addressed(self, channel: Channel, message: OutboundMessage, stored: Stored) -> tuple[Account, Outgoing]:
        account: Account | None = Account(id="", agency="", channel=message.channel)
        if isinstance(channel, ConnectedChannel) and not stored.account:
            raise GiveUp("The account was removed.", "no_account")
        if stored.account:
            account = await DIRECTORY.of_id(stored.account)
        if account is None:
            raise TryAgain("The account is switched off, or its credentials cannot be read.", _ACCOUNT_SECONDS)
        return account, Outgoing(
            id=message.id,
            conversation=message.conversation,
            address=unseal(stored.address) if stored.address else "",
            language=str(message.reply.get("language") or stored.language or "id"),
            reply=message.reply,
            in_reply_to=message.in_reply_to,
            last_heard=stored.last_heard,
            purpose=_purpose(message),
            # What fills a template's blanks goes along with one that a person has chosen, and with nothing else.
            in_template="values" in message.reply,
        )

    def _check_whether_to_send(self, entry: Entry, message: OutboundMessage, stored: Stored) -> None:
        """Before anything that may wait for days."""
        if time.time() - entry.put_at > OLDEST_SECONDS:
            raise GiveUp("The message is older than a day.", "too_old")
        is_farewell = stored.contact_state == Contact.State.OPTED_OUT and _purpose(message) == FAREWELL
        if stored.contact_state in _UNREACHABLE and not is_farewell:
            raise GiveUp(_UNREACHABLE[Contact.State(stored.contact_state)], stored.contact_state)

    async def _wait_for_turn(self, channel: Channel, account: Account, message: OutboundMessage, part: tuple[int, int]) -> None:
        if channel.rates is None:
            return
        due = self._reserved.get(part)
        if due is None:
            try:
                due = time.monotonic() + await pace.reserve(self._client, channel.rates, account.id, message.conversation)
            except RedisError as error:
                raise TryAgain(f"Redis cannot be reached ({type(error).__name__}).") from error
            if len(self._reserved) >= _REMEMBERED:  # of partitions that another sender has taken over
                self._reserved.pop(next(iter(self._reserved)))
            self._reserved[part] = due
        wait = due - time.monotonic()
        if wait > 0:
            raise NotYet(wait)
        self._reserved.pop(part, None)

    async def _parts(self, channel: Channel, account: Account, outgoing: Outgoing, message: OutboundMessage) -> Sequence[Any]:
        try:
            return channel.parts(account, outgoing)
        except ChannelError as error:
            raise await self._failed(error, message, channel, None) from error

    async def _send(
        self, channel: Channel, account: Account, outgoing: Outgoing, part: Any, message: OutboundMessage, stored: Stored
    ) -> Delivery:
        began = time.perf_counter()
        try:
            accepted = await channel.send(account, outgoing, part)
        except ChannelError as error:
            raise await self._failed(error, message, channel, stored.contact) from error
        seconds = time.perf_counter() - began
        METRICS.observe("send", seconds)
        log.info(
            "sender.sent", channel=message.channel, id=message.id, conversation=message.conversation, milliseconds=round(seconds * 1000)
        )
        return accepted

    async def _failed(self, error: ChannelError, message: OutboundMessage, channel: Channel, contact: int | None) -> Exception:
        """Record what the platform said; returns what is to be raised."""
        about = {"channel": message.channel, "id": message.id, "conversation": message.conversation, "code": error.code}
        if isinstance(error, Unreachable) and contact is not None:
            await in_database(contacts.set_state, contact, error.state)
        if not error.retryable:
            log.error("sender.refused", **about)
            return GiveUp(error.message, error.code)
        if isinstance(error, Moved) and contact is not None and not await in_database(contacts.set_address, contact, error.address):
            return GiveUp(error.message, error.code)
        if isinstance(error, WindowClosed):
            # Nothing is wrong, and whoever writes again should not wait long for this and for what comes behind it.
            await in_database(delivery.note_error, message.id, error.code, error.message)
            # The operator's field is locked by it.
            await in_database(announcing.status_changed, message.id)
            return NotYet(_WINDOW_SECONDS)
        log.warning("sender.will_retry", retry_after=error.retry_after, **about)
        METRICS.count("sent", message.channel, "errored")
        await in_database(delivery.note_error, message.id, error.code, error.message)
        await in_database(announcing.status_changed, message.id)
        if error.retry_after and channel.rates is not None:
            with suppress(RedisError):  # This message waits in any case.
                await pace.hold(self._client, channel.rates, message.conversation, error.retry_after)
        return TryAgain(f"{error.code}: {error.message}", error.retry_after)

    def _remember(self, part: tuple[int, int], accepted: Delivery) -> None:
        if len(self._accepted) >= _REMEMBERED:
            self._accepted.pop(next(iter(self._accepted)))
        self._accepted[part] = accepted

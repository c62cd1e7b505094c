"""From the outbox to the platform."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import pytest
import redis.asyncio
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Message
from bot.pipeline import keys
from bot.pipeline.attempt import Handling
from bot.pipeline.database import in_database
from bot.pipeline.effects import Effect
from bot.pipeline.messages import OutboundMessage
from bot.pipeline.sender import Sender
from channels import registry
from channels.base import Account, Channel, Delivery, Limits, Outgoing
from channels.errors import ChannelError, Refused, TryLater
from tests.pipeline.fakes import command, consuming, dead_letters, empty, rows, until

pytestmark = pytest.mark.usefixtures("catalogue")


class Platform(Channel):
    """A platform that answers as told: `errors` maps a text to what is raised, once each."""

    name: ClassVar[str] = "platform"
    limits: ClassVar[Limits] = Limits(1000, 3, 20)

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.errors: dict[str, list[ChannelError]] = {}

    async def send(self, account: Account, message: Outgoing, part: Any) -> Delivery:
        """Take it or refuse it."""
        text = str(part)
        if self.errors.get(text):
            raise self.errors[text].pop(0)
        self.sent.append(text)
        return Delivery("sent")


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    """The platform, known to the registry."""
    made = Platform()
    monkeypatch.setitem(registry._CHANNELS, Platform.name, made)
    return made


def handling() -> Handling:
    return Sender().handling.with_limits(first_pause=0.02, longest_pause=0.05)


def _store(conversation: str, text: str) -> OutboundMessage:
    agency = Agency.objects.get(key="kota-uji")
    Conversation.objects.get_or_create(id=conversation, defaults={"agency": agency, "channel": "platform"})
    row = Message.objects.create(conversation_id=conversation, direction="out", external_id=text, text=text, status="queued")
    return OutboundMessage(row.pk, conversation, "platform", "m", 0, {"text": text})


async def queue(client: redis.asyncio.Redis[str], conversation: str, *texts: str) -> None:
    for text in texts:
        stored = await in_database(_store, conversation, text)
        for parts in Effect(outbound=(stored,)).commands():
            await command(client, *parts)


ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


async def statuses(conversation: str) -> list[str]:
    return [row.status for row in await rows(conversation)]


async def test_messages_are_sent_in_order_and_marked_sent(client: redis.asyncio.Redis[str], platform: Platform) -> None:
    await queue(client, ONE, "a", "b", "c")
    began = timezone.now()
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == ["a", "b", "c"]
    assert await statuses(ONE) == ["sent"] * 3
    assert all(row.sent is not None and row.sent >= began for row in await rows(ONE))


async def test_a_retryable_error_is_retried_in_order_while_other_conversations_go_on(
    client: redis.asyncio.Redis[str], platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.keys.partition_of", lambda _: 0)
    platform.errors["a"] = [TryLater("503", "The platform is busy.") for _ in range(8)]
    await queue(client, ONE, "a", "b")
    await queue(client, TWO, "x", "y")
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == ["x", "y", "a", "b"]
    assert await statuses(ONE) == ["sent", "sent"]
    assert await dead_letters(client, "outbox") == []


async def test_it_waits_as_long_as_the_platform_asks(client: redis.asyncio.Redis[str], platform: Platform) -> None:
    platform.errors["a"] = [TryLater("429", "Too many requests.", retry_after=1.5)]
    await queue(client, ONE, "a")
    began = time.monotonic()
    async with consuming("outbox", handling()):
        await until(_errored)
        await until(lambda: empty(client, "outbox"))
    assert time.monotonic() - began > 1.5
    assert platform.sent == ["a"]


async def _errored() -> bool:
    return await statuses(ONE) == ["errored"]


async def test_a_permanent_error_fails_the_message_and_the_next_one_is_sent(client: redis.asyncio.Redis[str], platform: Platform) -> None:
    platform.errors["a"] = [Refused("403", "The citizen has blocked the bot.")]
    await queue(client, ONE, "a", "b")
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == ["b"]
    assert await statuses(ONE) == ["failed", "sent"]
    [letter] = await dead_letters(client, "outbox")
    assert letter["reason"] == "403: The citizen has blocked the bot."


async def test_a_message_older_than_a_day_is_not_sent_any_more(
    client: redis.asyncio.Redis[str], platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue(client, ONE, "a")
    monkeypatch.setattr("bot.pipeline.sender.OLDEST_SECONDS", -1)
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == []
    assert await statuses(ONE) == ["failed"]
    assert [letter["reason"] for letter in await dead_letters(client, "outbox")] == ["too_old: The message is older than a day."]


async def test_a_message_that_was_recorded_as_sent_is_not_sent_again(client: redis.asyncio.Redis[str], platform: Platform) -> None:
    await queue(client, ONE, "a")
    await in_database(lambda: Message.objects.update(status="sent"))
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == []


async def test_a_message_that_was_deleted_is_not_sent(client: redis.asyncio.Redis[str], platform: Platform) -> None:
    await queue(client, ONE, "a")
    await in_database(lambda: Message.objects.all().delete())
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == []
    assert len(await dead_letters(client, "outbox")) == 1


async def test_an_unknown_channel_is_a_dead_letter(client: redis.asyncio.Redis[str]) -> None:
    await queue(client, ONE, "a")
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    [letter] = await dead_letters(client, "outbox")
    assert letter["reason"] == "no_channel: There is no channel 'platform'."


async def test_a_message_that_was_accepted_is_not_sent_again_when_the_database_fails_in_between(
    client: redis.asyncio.Redis[str], platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from bot.pipeline import delivery

    failures = iter([True, True, False])
    record = delivery.record_part

    def record_part(*arguments: Any) -> bool:
        if next(failures):
            raise OperationalError("away")
        return record(*arguments)

    monkeypatch.setattr(delivery, "record_part", record_part)
    await queue(client, ONE, "a")
    async with consuming("outbox", handling()):
        await until(lambda: empty(client, "outbox"))
    assert platform.sent == ["a"]
    assert await statuses(ONE) == ["sent"]
    assert not await client.exists(keys.dead_letters("outbox", keys.partition_of(ONE)))

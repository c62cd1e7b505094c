"""How fast messages leave: by account and by recipient, shared by all senders, and never before a platform's `retry_after` is over."""

from __future__ import annotations

import time
from typing import Any

import pytest
import redis.asyncio

from bot.pipeline import keys, pace
from bot.pipeline.metrics import METRICS
from bot.pipeline.sender import Sender
from channels.base import Rates
from channels.errors import TryLater
from tests.pipeline.fakes import consuming, empty, until
from tests.pipeline.platform import ADDRESS, FakePlatform, Line, said

# Of the two clocks of one machine: the monotonic one and the server's may differ a little in pace.
CLOCKS = 0.01
UNLIMITED = 100_000.0


def rates(account: float = UNLIMITED, account_burst: int = 1, recipient: float = UNLIMITED, recipient_burst: int = 1) -> Rates:
    return Rates(account, account_burst, recipient, recipient_burst)


async def waits(client: redis.asyncio.Redis[str], given: Rates, *conversations: str, account: str = "a") -> list[int]:
    """The waits for messages to these conversations, in steps of ten seconds: the rates are so slow that the test's own time is nothing."""
    return [round(await pace.reserve(client, given, account, one) / 10) for one in conversations]


async def test_a_recipient_gets_the_burst_at_once_and_then_one_message_an_interval(client: redis.asyncio.Redis[str]) -> None:
    given = rates(recipient=0.1, recipient_burst=3)
    assert await waits(client, given, *["c"] * 6) == [0, 0, 0, 1, 2, 3]
    assert await waits(client, given, "d") == [0]


async def test_an_account_gets_the_burst_at_once_whoever_the_recipients_are(client: redis.asyncio.Redis[str]) -> None:
    given = rates(account=0.1, account_burst=2)
    assert await waits(client, given, "c", "d", "e", "f") == [0, 0, 1, 2]
    assert await waits(client, given, "c", account="b") == [0]


async def test_a_hold_counts_from_now_and_a_shorter_one_does_not_end_it(client: redis.asyncio.Redis[str]) -> None:
    given = rates(recipient=0.1, recipient_burst=5)
    await pace.hold(client, given, "c", 30)
    await pace.hold(client, given, "c", 10)
    assert await waits(client, given, "c", "c", "d") == [3, 4, 0]


async def test_the_clocks_do_not_stay_in_redis(client: redis.asyncio.Redis[str]) -> None:
    await pace.reserve(client, rates(account=10, recipient=10), "a", "c")
    for key in (keys.pace_of_account("a"), keys.pace_of_recipient("c")):
        assert 0 < await client.pttl(key) < 2000


async def test_two_senders_together_keep_to_the_rate_of_the_account(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakePlatform, "rates", rates(account=20))
    await line.hear(*(said("Halo", f"citizen {number}") for number in range(16)))
    await line.work()
    began = time.monotonic()
    async with consuming("outbox", Sender().handling), consuming("outbox", Sender().handling):
        await until(lambda: empty(line.redis, "outbox"))
    assert len(line.platform.sent) == 16
    times = sorted(sent.at for sent in line.platform.sent)
    assert all(at - began >= number / 20 - CLOCKS for number, at in enumerate(times))


async def test_messages_to_one_citizen_keep_to_the_rate_and_the_order_while_others_go_on(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakePlatform, "rates", rates(recipient=5))
    await line.hear(*(said(f"pesan {number}") for number in range(4)), *(said("Halo", f"citizen {number}") for number in range(4)))
    await line.work()
    began = time.monotonic()
    await line.send()
    own = [sent for sent in line.platform.sent if sent.address == ADDRESS]
    assert [sent.part for sent in own] == [f"{number + 1}: pesan {number}" for number in range(4)]
    assert all(sent.at - began >= number / 5 - CLOCKS for number, sent in enumerate(own))
    # The others are not behind this citizen's messages.
    assert {sent.address for sent in line.platform.sent[:5]} >= {f"citizen {number}" for number in range(4)}


async def test_parts_of_one_message_keep_to_the_rate_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakePlatform, "rates", rates(recipient=5))
    await line.hear(said("a|b|c"))
    await line.work()
    began = time.monotonic()
    await line.send()
    assert line.platform.parts_sent == ["1: a", "b", "c"]
    assert all(sent.at - began >= number / 5 - CLOCKS for number, sent in enumerate(line.platform.sent))


async def test_what_the_platform_asks_for_is_kept_by_every_sender_and_the_others_go_on(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakePlatform, "rates", rates())
    line.platform.errors["1: a"] = [TryLater("429", "Too many requests.", retry_after=1.5)]
    await line.hear(said("a"), said("b"))
    await line.work()
    async with consuming("outbox", Sender().handling):
        await until(lambda: line.platform.refused_at)
    # The first sender is gone, and the next one has not heard the platform.
    await line.hear(said("x", "another citizen"))
    await line.work()
    await line.send()
    assert line.platform.parts_sent == ["1: x", "1: a", "2: b"]
    [refused] = line.platform.refused_at
    assert line.platform.sent[1].at - refused >= 1.5


async def test_a_clock_that_cannot_be_asked_lets_nothing_leave_and_loses_nothing(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakePlatform, "rates", rates())
    await line.hear(said("a"))
    await line.work()
    gone: Any = redis.asyncio.Redis.from_url("redis://127.0.0.1:1/0")
    sender = Sender(gone)
    async with consuming("outbox", sender.handling.with_limits(first_pause=0.02)):
        await until(lambda: METRICS._whole.get("count\x1ferrors\x1foutbox\x1ftry_again"))
        assert line.platform.sent == []
        sender._given_client = None
        await until(lambda: line.platform.sent)
    await gone.aclose()
    assert line.platform.parts_sent == ["1: a"]

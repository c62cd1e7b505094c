"""One holder at a time, and a holder that lost its lease can do no harm."""

from __future__ import annotations

import asyncio

import pytest
import redis.asyncio

from bot.pipeline import keys, leases
from bot.pipeline.connection import async_client
from bot.pipeline.effects import Effect
from bot.pipeline.errors import LeaseLost
from bot.pipeline.inbox import put
from bot.pipeline.leased_stream import LeasedStream
from bot.pipeline.leases import Lease
from tests.pipeline.fakes import message


async def held(client: redis.asyncio.Redis[str], conversation: str, seconds: float = 15) -> LeasedStream:
    lease = await leases.take(client, "inbox", keys.partition_of(conversation), seconds)
    assert lease is not None
    stream = LeasedStream(client, async_client("blocking"), lease)
    await stream.ensure_group()
    return stream


async def test_only_one_process_holds_a_partition(client: redis.asyncio.Redis[str]) -> None:
    taken = await asyncio.gather(*(leases.take(client, "inbox", 0) for _ in range(10)))
    assert sum(lease is not None for lease in taken) == 1


async def test_a_released_partition_is_free(client: redis.asyncio.Redis[str]) -> None:
    first = await leases.take(client, "inbox", 0)
    assert first is not None
    assert await leases.release(client, first)
    assert await leases.take(client, "inbox", 0) is not None


async def test_a_lease_that_is_not_renewed_expires(client: redis.asyncio.Redis[str]) -> None:
    first = await leases.take(client, "inbox", 0, 0.2)
    assert first is not None
    await asyncio.sleep(0.4)
    assert await leases.take(client, "inbox", 0) is not None
    assert not await leases.renew(client, first)


async def test_nobody_renews_or_releases_the_lease_of_another(client: redis.asyncio.Redis[str]) -> None:
    mine = await leases.take(client, "inbox", 0)
    stranger = Lease("inbox", 0, "another token", 1000)
    assert mine is not None
    assert not await leases.renew(client, stranger)
    assert not await leases.release(client, stranger)
    assert await leases.renew(client, mine)


async def test_a_process_that_lost_its_lease_cannot_commit(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    await put(given)
    old = await held(client, given.conversation)
    [entry] = await old.new(10)
    await leases.release(client, old.lease)
    fresh = await held(client, given.conversation)
    effect = Effect(values=((keys.tracker(given.conversation), "written too late", 60),))
    with pytest.raises(LeaseLost):
        await old.commit(entry, effect.commands())
    assert await client.get(keys.tracker(given.conversation)) is None
    # The entry is still there for the one who holds the partition now.
    assert [again.id for again in await fresh.pending()] == [entry.id]


async def test_a_process_that_lost_its_lease_cannot_take_or_begin_an_entry(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    await put(given)
    old = await held(client, given.conversation)
    await leases.release(client, old.lease)
    fresh = await held(client, given.conversation)
    with pytest.raises(LeaseLost):
        await old.new(10)
    with pytest.raises(LeaseLost):
        await old.pending()
    [entry] = await fresh.new(10)
    with pytest.raises(LeaseLost):
        await old.begin(entry, counts=True)


async def test_a_commit_whose_answer_got_lost_can_be_repeated(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    await put(given)
    stream = await held(client, given.conversation)
    [entry] = await stream.new(10)
    command = ("INCR", keys.tracker(given.conversation))
    await stream.commit(entry, [command])
    await stream.commit(entry, [command])
    assert await client.get(keys.tracker(given.conversation)) == "1"


async def test_all_pending_entries_are_found_in_order(client: redis.asyncio.Redis[str]) -> None:
    for number in range(250):
        await put(message(str(number), conversation="c"))
    first = await held(client, "c")
    taken = await first.new(250)
    await leases.release(client, first.lease)
    assert await (await held(client, "c")).pending() == taken
    assert [entry.fields["text"] for entry in taken] == [str(number) for number in range(250)]

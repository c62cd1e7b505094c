"""The consume loop: order, sharing, take-over, poison, stop."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

import redis.asyncio

from bot.environment import environment
from bot.pipeline import keys, leases
from bot.pipeline.attempt import Handling
from bot.pipeline.connection import async_client
from bot.pipeline.effects import Effect
from bot.pipeline.errors import GiveUp, TryAgain
from bot.pipeline.inbox import put
from bot.pipeline.leased_stream import Entry, LeasedStream
from bot.pipeline.sharing import live_processes
from tests.pipeline.fakes import consuming, dead_letters, empty, message, until


async def nothing(entry: Entry, reason: str = "") -> Effect:
    return Effect()


def handling(handle: Callable[[Entry], Awaitable[Effect]], **limits: float) -> Handling:
    return Handling(handle, nothing, first_pause=0.02, longest_pause=0.1).with_limits(**limits)


async def put_many(conversations: int, each: int) -> None:
    for number in range(each):
        for conversation in range(conversations):
            await put(message(str(number), conversation=f"c{conversation}"))


async def test_messages_of_a_conversation_are_handled_in_order_and_one_at_a_time(client: redis.asyncio.Redis[str]) -> None:
    handled: dict[str, list[str]] = defaultdict(list)
    inside: set[str] = set()
    most_at_once = 0

    async def handle(entry: Entry) -> Effect:
        nonlocal most_at_once
        assert entry.conversation not in inside
        inside.add(entry.conversation)
        most_at_once = max(most_at_once, len(inside))
        await asyncio.sleep(0.005)
        inside.discard(entry.conversation)
        handled[entry.conversation].append(entry.fields["text"])
        return Effect()

    await put_many(10, 6)
    async with consuming("inbox", handling(handle)):
        await until(lambda: empty(client, "inbox"))
    assert handled == {f"c{number}": [str(n) for n in range(6)] for number in range(10)}
    assert most_at_once > 1


async def test_a_message_put_while_the_consumer_waits_is_handled_at_once(client: redis.asyncio.Redis[str]) -> None:
    handled = asyncio.Event()

    async def handle(entry: Entry) -> Effect:
        handled.set()
        return Effect()

    async with consuming("inbox", handling(handle)) as consumer:
        await until(lambda: len(consumer.partitions) == environment().partitions)
        await asyncio.sleep(0.5)
        await put(message())
        await asyncio.wait_for(handled.wait(), 3)


async def test_two_consumers_share_the_partitions_and_never_read_the_same_one(client: redis.asyncio.Redis[str]) -> None:
    handled: list[str] = []

    async def handle(entry: Entry) -> Effect:
        handled.append(entry.id + entry.conversation)
        await asyncio.sleep(0.002)
        return Effect()

    async with consuming("inbox", handling(handle)) as one:
        await until(lambda: len(one.partitions) == 4)
        async with consuming("inbox", handling(handle)) as two:
            await until(lambda: len(one.partitions) == len(two.partitions) == 2)
            assert not one.partitions & two.partitions
            await put_many(12, 5)
            await until(lambda: empty(client, "inbox"))
            assert not one.partitions & two.partitions
        await until(lambda: len(one.partitions) == 4)
    assert len(handled) == len(set(handled)) == 60


async def test_what_a_dead_process_had_taken_is_taken_over_and_comes_first(client: redis.asyncio.Redis[str]) -> None:
    lease = await leases.take(client, "inbox", keys.partition_of("c"), 1.0)
    assert lease is not None
    dead = LeasedStream(client, async_client("blocking"), lease)
    await dead.ensure_group()
    for number in range(3):
        await put(message(str(number), conversation="c"))
    assert len(await dead.new(10)) == 3
    for number in range(3, 6):
        await put(message(str(number), conversation="c"))
    handled: list[str] = []

    async def handle(entry: Entry) -> Effect:
        handled.append(entry.fields["text"])
        return Effect()

    async with consuming("inbox", handling(handle)):
        await until(lambda: empty(client, "inbox"))
    assert handled == ["0", "1", "2", "3", "4", "5"]


async def test_a_poison_message_ends_in_the_dead_letters_and_the_next_one_is_handled(client: redis.asyncio.Redis[str]) -> None:
    tries: list[str] = []
    given_up: list[str] = []

    async def handle(entry: Entry) -> Effect:
        tries.append(entry.fields["text"])
        if entry.fields["text"] == "poison":
            raise ZeroDivisionError
        return Effect()

    async def give_up(entry: Entry, reason: str) -> Effect:
        given_up.append(reason)
        return Effect(values=((keys.tracker("c"), "given up", 60),))

    await put(message("poison", conversation="c"))
    await put(message("good", conversation="c"))
    async with consuming("inbox", Handling(handle, give_up, attempts=3, first_pause=0.02)):
        await until(lambda: empty(client, "inbox"))
    assert tries == ["poison"] * 3 + ["good"]
    [letter] = await dead_letters(client, "inbox")
    assert (letter["text"], letter["reason"]) == ("poison", given_up[0])
    assert letter["reason"] == "ZeroDivisionError in each of 3 attempts."
    assert await client.get(keys.tracker("c")) == "given up"
    assert not await client.exists(keys.attempts("inbox", keys.partition_of("c")))


async def test_a_message_that_kills_the_process_each_time_ends_in_the_dead_letters(client: redis.asyncio.Redis[str]) -> None:
    lease = await leases.take(client, "inbox", keys.partition_of("c"))
    assert lease is not None
    stream = LeasedStream(client, async_client("blocking"), lease)
    await stream.ensure_group()
    await put(message("deadly", conversation="c"))
    [entry] = await stream.new(1)
    for _ in range(3):
        await stream.begin(entry, counts=True)  # and then the process dies
    await leases.release(client, lease)
    tries: list[str] = []

    async def handle(entry: Entry) -> Effect:
        tries.append(entry.id)
        return Effect()

    async with consuming("inbox", handling(handle, attempts=3)):
        await until(lambda: empty(client, "inbox"))
    assert tries == []
    [letter] = await dead_letters(client, "inbox")
    assert letter["reason"] == "The process ended during each of 3 attempts."


async def test_a_message_that_takes_too_long_is_poison_too(client: redis.asyncio.Redis[str]) -> None:
    async def handle(entry: Entry) -> Effect:
        await asyncio.sleep(60)
        return Effect()

    await put(message())
    async with consuming("inbox", handling(handle, attempts=2, timeout=0.1)):
        await until(lambda: empty(client, "inbox"))
    [letter] = await dead_letters(client, "inbox")
    assert letter["reason"].startswith("TimeoutError")


async def test_a_passing_trouble_never_ends_a_message_and_holds_up_only_its_conversation(client: redis.asyncio.Redis[str]) -> None:
    handled: list[str] = []
    tries = 0

    async def handle(entry: Entry) -> Effect:
        nonlocal tries
        if entry.conversation == "slow" and (tries := tries + 1) < 12:
            raise TryAgain("the database is away")
        handled.append(entry.fields["text"])
        return Effect()

    other = next(f"o{n}" for n in range(99) if keys.partition_of(f"o{n}") == keys.partition_of("slow"))
    await put(message("slow 1", conversation="slow"))
    await put(message("slow 2", conversation="slow"))
    await put(message("other", conversation=other))
    async with consuming("inbox", handling(handle, attempts=3)):
        await until(lambda: empty(client, "inbox"))
    assert handled == ["other", "slow 1", "slow 2"]
    assert await dead_letters(client, "inbox") == []


async def test_what_can_never_be_handled_goes_to_the_dead_letters_at_once(client: redis.asyncio.Redis[str]) -> None:
    async def handle(entry: Entry) -> Effect:
        raise GiveUp("There is no agency 'x'.")

    await put(message())
    async with consuming("inbox", handling(handle)):
        await until(lambda: empty(client, "inbox"))
    assert [letter["reason"] for letter in await dead_letters(client, "inbox")] == ["There is no agency 'x'."]


async def test_an_entry_that_is_no_message_does_not_stop_the_others(client: redis.asyncio.Redis[str]) -> None:
    handled: list[str] = []

    async def handle(entry: Entry) -> Effect:
        if not entry.conversation:
            raise KeyError
        handled.append(entry.fields["text"])
        return Effect()

    await client.xadd(keys.stream("inbox", keys.partition_of("c")), {"what": "is this"})
    await put(message("good", conversation="c"))
    async with consuming("inbox", handling(handle, attempts=2)):
        await until(lambda: empty(client, "inbox"))
    assert handled == ["good"]
    assert len(await dead_letters(client, "inbox")) == 1


async def test_a_stop_finishes_what_is_in_hand_and_frees_the_partitions(client: redis.asyncio.Redis[str]) -> None:
    begun: list[str] = []
    ended: list[str] = []

    async def handle(entry: Entry) -> Effect:
        begun.append(entry.fields["text"])
        await asyncio.sleep(0.5)
        ended.append(entry.fields["text"])
        return Effect()

    for number in range(3):
        await put(message(str(number), conversation="c"))
    async with consuming("inbox", handling(handle)):
        await until(lambda: begun)
    assert begun == ended == ["0"]
    assert await client.xlen(keys.stream("inbox", keys.partition_of("c"))) == 2
    assert [number for number in range(4) if await client.exists(keys.lease("inbox", number))] == []
    assert await live_processes(client, "inbox") == 0


async def test_a_process_that_lost_a_lease_lets_the_partition_go(client: redis.asyncio.Redis[str]) -> None:
    async def handle(entry: Entry) -> Effect:
        await asyncio.sleep(60)
        return Effect()

    await put(message(conversation="c"))
    async with consuming("inbox", handling(handle)) as consumer:
        await until(lambda: len(consumer.partitions) == 4)
        await client.set(keys.lease("inbox", keys.partition_of("c")), "another process", ex=60)
        await until(lambda: len(consumer.partitions) == 3)
        assert keys.partition_of("c") not in consumer.partitions

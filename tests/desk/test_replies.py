"""What a person answers reaches the citizen once, whatever dies in between, and only while the platform takes it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar

import pytest
from django.utils import timezone
from redis.exceptions import RedisError

from bot.accounts.models import Contact
from bot.desk import outgoing, ownership, replying
from bot.desk.errors import WindowOver
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.window import Window, window_of
from bot.pipeline import keys
from bot.pipeline.connection import impatient_sync_client
from bot.pipeline.database import in_database
from bot.replies import Link
from channels import registry
from channels.errors import Refused
from tests.desk.town import Town, operator, unit
from tests.pipeline.platform import FakePlatform

DAY = dt.timedelta(hours=24)


async def claimed(town: Town) -> Any:
    """The operator has the citizen's conversation."""
    await town.on_duty()
    await town.says("petugas")
    return await town.claim()


async def reply(claim: Any, text: str = "Selamat pagi", client_id: str = "1", **more: Any) -> Message:
    return await in_database(lambda: replying.reply(claim, text, timezone.now(), client_id=client_id, **more))


async def test_an_answer_reaches_the_citizen_and_clears_the_draft(town: Town) -> None:
    claim = await claimed(town)
    await in_database(lambda: Handoff.objects.update(draft="Selamat"))
    stored = await reply(claim, links=(Link("Formulir", "https://kota.example/formulir"),))
    await town.line.send()
    sent = town.line.platform.sent[-1]
    assert sent.part == "Selamat pagi"
    assert sent.reply["links"] == [{"title": "Formulir", "url": "https://kota.example/formulir"}]
    row = await town.handoff()
    assert row.draft == ""
    assert row.first_reply_at is not None
    after = await town.sees(lambda: Message.objects.get(pk=stored.pk))
    assert (after.status, after.author, after.operator_id, after.external_id) == ("sent", "operator", town.operator.pk, "op:1")


async def test_the_same_answer_sent_twice_by_the_page_is_stored_and_sent_once(town: Town) -> None:
    claim = await claimed(town)
    first, second = await reply(claim), await reply(claim, "Selamat pagi!")
    await town.line.send()
    assert first.pk == second.pk
    assert town.line.platform.parts_sent.count("Selamat pagi") == 1


async def test_an_answer_that_never_reached_the_outbox_is_put_again_and_arrives_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = await claimed(town)

    def dies(message: Message) -> None:
        raise RedisError("gone")

    with monkeypatch.context() as crash:
        crash.setattr(outgoing, "_put", dies)
        await reply(claim)
    await town.line.send()
    assert town.line.platform.parts_sent[-1] != "Selamat pagi"
    assert await in_database(outgoing.sweep, timezone.now()) == 0  # it may be on its way
    later = timezone.now() + dt.timedelta(seconds=11)
    assert await in_database(outgoing.sweep, later) == 1
    assert await in_database(outgoing.sweep, later) == 0
    await town.line.send()
    assert town.line.platform.parts_sent[-1] == "Selamat pagi"
    assert await in_database(outgoing.sweep, later) == 0


async def test_an_answer_that_is_twice_in_the_outbox_is_sent_once(town: Town) -> None:
    stored = await reply(await claimed(town))
    await in_database(outgoing._put, stored)
    assert await town.line.redis.xlen(keys.stream("outbox", keys.partition_of(town.line.conversation))) == 2
    await town.line.send()
    assert town.line.platform.parts_sent.count("Selamat pagi") == 1


async def test_a_refused_answer_can_be_sent_again(town: Town) -> None:
    claim = await claimed(town)
    town.line.platform.errors["Selamat pagi"] = [Refused("30008", "The platform did not take it.")]
    stored = await reply(claim)
    await town.line.send()
    failed = await town.sees(lambda: Message.objects.get(pk=stored.pk))
    assert (failed.status, failed.error_code) == ("failed", "30008")
    assert await in_database(replying.retry, claim, stored.pk, timezone.now())
    assert not await in_database(replying.retry, claim, stored.pk, timezone.now())
    await town.line.send()
    assert town.line.platform.parts_sent[-1] == "Selamat pagi"


async def test_the_bots_withheld_words_cannot_be_sent_again(town: Town) -> None:
    claim = await claimed(town)
    withheld = await town.sees(lambda: Message.objects.filter(direction="out").latest("pk"))
    await in_database(lambda: Message.objects.filter(pk=withheld.pk).update(status="failed"))
    assert not await in_database(replying.retry, claim, withheld.pk, timezone.now())


@pytest.fixture
def limited(fake_platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform takes free text for a day after the citizen's last message."""
    monkeypatch.setattr(FakePlatform, "free_text_for", DAY)


@pytest.mark.usefixtures("limited")
async def test_after_the_platforms_window_only_a_template_goes_out(town: Town) -> None:
    claim = await claimed(town)
    heard = timezone.now() - DAY - dt.timedelta(seconds=1)
    await in_database(lambda: Contact.objects.update(last_heard=heard))

    def window() -> Window:
        return window_of(Conversation.objects.select_related("contact").get(), timezone.now())

    assert await in_database(window) == Window(True, heard + DAY, False)
    with pytest.raises(WindowOver):
        await reply(claim)
    assert not await town.sees(lambda: Message.objects.filter(author="operator").exists())
    stored = await reply(claim, "Silakan balas pesan ini.", template="reopen")
    assert stored.content["purpose"] == "reopen"


@pytest.mark.usefixtures("limited")
async def test_within_the_window_free_text_goes_out(town: Town) -> None:
    assert (await reply(await claimed(town))).status == "queued"


def test_the_real_channels_declare_their_windows() -> None:
    limits: dict[str, dt.timedelta | None] = {"whatsapp": DAY, "telegram": None, "webchat": None}
    assert {name: registry.channel(name).free_text_for for name in limits} == limits


class Listener:
    """What operators' pages hear."""

    channel: ClassVar[str] = "kota-uji"

    def __init__(self) -> None:
        self._pubsub = impatient_sync_client().pubsub(ignore_subscribe_messages=True)
        self._pubsub.subscribe(keys.desk_events(self.channel))
        self._pubsub.get_message(timeout=1)

    def heard(self) -> list[dict[str, Any]]:
        """Everything since the last time."""
        found = []
        while (message := self._pubsub.get_message(timeout=0.2)) is not None:
            found.append(json.loads(message["data"]))
        return found

    def close(self) -> None:
        """Listen no more."""
        self._pubsub.close()


async def test_pages_hear_of_messages_claims_answers_and_their_delivery(town: Town) -> None:
    await town.on_duty()
    listener = await in_database(Listener)
    try:
        await town.says("petugas")
        number = (await town.handoff()).pk
        assert {"type": "handoff", "id": number} in await in_database(listener.heard)
        await town.says("syarat paspor")
        assert {"type": "message", "id": number} in await in_database(listener.heard)
        claim = await town.claim()
        assert {"type": "handoff", "id": number} in await in_database(listener.heard)
        await town.says("masih di sana?")
        assert {"type": "message", "id": number, "for": claim.user.pk} in await in_database(listener.heard)
        await reply(claim)
        assert {"type": "message", "id": number} in await in_database(listener.heard)
        await town.line.send()
        assert await in_database(listener.heard) == [{"type": "message", "id": number}]
    finally:
        await in_database(listener.close)


async def test_the_citizen_hears_where_a_conversation_goes_on(town: Town) -> None:
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    other = await in_database(lambda: unit(town.agency, "paspor", hours=[(day, "00:00", "00:01") for day in range(7)]))
    await in_database(lambda: ownership.transfer(claim, timezone.now(), unit=other))
    await town.line.send()
    told = town.line.platform.sent[-1].part
    assert told.startswith("Percakapan ini kami teruskan ke Loket paspor.")
    assert "Petugas melayani lagi" in told
    # Into the queue of the same unit, and to a colleague, it goes on without a word.
    said_so_far = len(town.line.platform.sent)
    again = await town.claim()
    await in_database(lambda: ownership.transfer(again, timezone.now(), unit=other))
    last = await town.claim()
    colleague = await in_database(operator, town.agency)
    await in_database(lambda: ownership.transfer(last, timezone.now(), to=colleague))
    await town.line.send()
    assert len(town.line.platform.sent) == said_so_far

"""From an incoming message to what the citizen gets."""

from __future__ import annotations

import json
from typing import Any

import pytest
import redis.asyncio
from django.db import OperationalError

from bot.desk.models import Conversation, Message
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.effects import Effect
from bot.pipeline.inbox import put
from bot.pipeline.leased_stream import Entry
from bot.pipeline.messages import InboundMessage, OutboundMessage
from bot.pipeline.worker import Worker
from bot.replies import QuickReply
from tests.pipeline.fakes import CountingDialogue, FakeTurn, consuming, dead_letters, empty, message, rows, until

pytestmark = pytest.mark.usefixtures("catalogue")
CHOICE = QuickReply("Biaya", {"type": "service", "service": "layanan-1", "facets": ["fee"]}, "費用")


def entry(given: InboundMessage) -> Entry:
    return Entry("1-1", given.to_fields())


async def answer(client: redis.asyncio.Redis[str], *given: InboundMessage, dialogue: Any = None) -> list[dict[str, Any]]:
    """Put the messages, let the worker answer, return what is in the outbox of the last one's conversation."""
    for one in given:
        await put(one)
    async with consuming("inbox", Worker(dialogue or CountingDialogue(client), client).handling):
        await until(lambda: empty(client, "inbox"))
    stored = await client.xrange(keys.stream("outbox", keys.partition_of(given[-1].conversation)))
    messages = [OutboundMessage.from_fields(fields) for _, fields in stored]
    return [one.reply for one in messages if one.conversation == given[-1].conversation]


async def test_a_message_is_stored_and_answered_and_the_state_of_the_dialogue_kept(client: redis.asyncio.Redis[str]) -> None:
    first = message("Syarat KTP")
    replies = await answer(client, first, message("Biayanya", conversation=first.conversation))
    assert [reply["text"] for reply in replies] == ["1: Syarat KTP", "2: Biayanya"]
    assert [row.text for row in await rows(first.conversation, "in")] == ["Syarat KTP", "Biayanya"]
    assert [(row.text, row.status) for row in await rows(first.conversation)] == [("1: Syarat KTP", "queued"), ("2: Biayanya", "queued")]
    [understood, _] = await rows(first.conversation, "in")
    assert understood.understanding == {"decision": "answer", "intent": "ask_fee", "language": "id"}
    assert await client.ttl(keys.tracker(first.conversation)) > 2_500_000


async def test_the_bot_does_not_answer_in_a_conversation_that_a_person_owns(client: redis.asyncio.Redis[str]) -> None:
    first = message()
    await answer(client, first)
    await in_database(lambda: Conversation.objects.filter(pk=first.conversation).update(owner="operator"))
    dialogue = CountingDialogue(client)
    assert len(await answer(client, message("Ada orang?", conversation=first.conversation), dialogue=dialogue)) == 1
    assert dialogue.calls == []
    assert [row.text for row in await rows(first.conversation, "in")] == ["Halo", "Ada orang?"]


async def test_a_button_leaves_as_an_opaque_key_and_comes_back_as_its_meaning(client: redis.asyncio.Redis[str]) -> None:
    dialogue = CountingDialogue(client, quick_replies=(CHOICE,))
    first = message()
    [reply] = await answer(client, first, dialogue=dialogue)
    [choice] = reply["quick_replies"]
    assert set(choice) == {"title", "other_title", "key"}
    assert len(choice["key"]) == 12
    assert "layanan-1" not in json.dumps(reply)
    pressed = message("anything at all", conversation=first.conversation, button_key=choice["key"])
    await answer(client, pressed, dialogue=dialogue)
    assert dialogue.calls[-1]["button"] == CHOICE.payload
    # What is stored is the title that we issued, not what the browser claims.
    assert (await rows(first.conversation, "in"))[-1].text == "Biaya"


async def test_a_key_of_another_conversation_means_nothing(client: redis.asyncio.Redis[str]) -> None:
    dialogue = CountingDialogue(client, quick_replies=(CHOICE,))
    [reply] = await answer(client, message(), dialogue=dialogue)
    await answer(client, message("Halo", button_key=reply["quick_replies"][0]["key"]), dialogue=dialogue)
    assert dialogue.calls[-1]["button"] is None


async def test_the_citizen_is_told_once_that_a_number_was_removed(client: redis.asyncio.Redis[str]) -> None:
    first = message("NIK saya [***]", masked=True)
    replies = await answer(client, first, message("lagi [***]", conversation=first.conversation, masked=True))
    assert replies[0]["text"].startswith("Demi keamanan Anda, nomor atau alamat pribadi dalam pesan tadi sudah kami hapus")
    assert replies[0]["text"].endswith("1: NIK saya [***]")
    assert replies[1]["text"] == "2: lagi [***]"
    japanese = message("番号は [***]", masked=True, agency="tesuto-shi", language="ja")
    assert (await answer(client, japanese))[0]["text"].startswith("安全のため、メッセージにあった個人の番号や連絡先は消しました。")


class Broken(CountingDialogue):
    """Fails in the way that it is told."""

    how: str = "raise"

    async def handle(self, **given: Any) -> FakeTurn:
        """Fail."""
        if self.how == "raise":
            raise RuntimeError(given["text"])
        return FakeTurn([], {}, {"tracker:x": "half done"})


@pytest.mark.parametrize("how", ["raise", "no reply"])
async def test_a_fault_is_answered_with_a_kind_sentence_and_a_code(
    client: redis.asyncio.Redis[str], how: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.worker.SECONDS_FOR_ACTIONS", 0.0)
    dialogue = Broken(client)
    dialogue.how = how
    given = message("rahasia sekali", language="ja", agency="tesuto-shi")
    [reply] = await answer(client, given, dialogue=dialogue)
    assert reply["text"].startswith("申し訳ありません。システムの不具合のため")
    code = reply["text"].split("番号：")[1].rstrip("）")
    assert code in caplog.text
    assert "rahasia" not in caplog.text
    assert await client.get(keys.of_conversation(given.conversation, "tracker:x")) is None


class Returning(CountingDialogue):
    """Is away at first: its action server is silent, or its database cannot be reached."""

    how: str = "silent"
    times: int = 2

    async def handle(self, **given: Any) -> FakeTurn:
        """Fail twice, then answer."""
        if self.times == 0:
            return await super().handle(**given)
        self.times -= 1
        if self.how == "silent":
            return FakeTurn([], {}, {})
        raise RuntimeError("the linker failed") from OperationalError("the server closed the connection")


@pytest.mark.parametrize("how", ["silent", "database"])
async def test_what_is_away_for_seconds_costs_no_answer(client: redis.asyncio.Redis[str], how: str) -> None:
    dialogue = Returning(client)
    dialogue.how = how
    [reply] = await answer(client, message("Syarat KTP"), dialogue=dialogue)
    assert reply["text"] == "1: Syarat KTP"
    assert await dead_letters(client, "inbox") == []


async def test_the_citizen_hears_of_a_message_that_ended_in_the_dead_letters(
    client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = message()
    worker = Worker(CountingDialogue(client), client)

    async def poison(_: Entry) -> Effect:
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "handle", poison)
    await put(given)
    async with consuming("inbox", worker.handling.with_limits(attempts=2, first_pause=0.02)):
        await until(lambda: empty(client, "inbox"))
    assert len(await dead_letters(client, "inbox")) == 1
    [row] = await rows(given.conversation)
    assert row.text.startswith("Maaf, sedang ada gangguan pada sistem kami")
    assert [stored.text for stored in await rows(given.conversation, "in")] == ["Halo"]
    assert await client.xlen(keys.stream("outbox", keys.partition_of(given.conversation))) == 1


async def test_a_second_run_after_a_crash_changes_nothing(client: redis.asyncio.Redis[str]) -> None:
    worker = Worker(CountingDialogue(client, quick_replies=(CHOICE,)), client)
    given = message()
    first = await worker.handle(entry(given))
    # The process died before the effect was committed, and the next one handles the message again.
    second = await worker.handle(entry(given))
    assert first == second
    assert len(await rows(given.conversation, "in")) == len(await rows(given.conversation)) == 1


async def test_a_run_that_comes_too_late_leaves_a_sent_answer_as_it_is(client: redis.asyncio.Redis[str]) -> None:
    worker = Worker(CountingDialogue(client), client)
    given = message()
    await worker.handle(entry(given))
    await in_database(lambda: Message.objects.filter(direction="out").update(status="sent", text="as sent"))
    assert await worker.handle(entry(given)) == Effect()
    [row] = await rows(given.conversation)
    assert (row.status, row.text) == ("sent", "as sent")


async def test_a_message_for_an_agency_that_does_not_exist_is_a_dead_letter(client: redis.asyncio.Redis[str]) -> None:
    assert await answer(client, message(agency="nowhere")) == []
    [letter] = await dead_letters(client, "inbox")
    assert letter["reason"] == "There is no agency 'nowhere'."


async def test_typing_is_shown_before_and_taken_away_with_the_answer(client: redis.asyncio.Redis[str]) -> None:
    given = message()
    pubsub: Any = client.pubsub()
    await pubsub.subscribe(keys.events(given.conversation))
    await answer(client, given)
    events: list[Any] = []
    while (heard := await pubsub.get_message(timeout=0.5)) is not None:
        if heard["type"] == "message":
            events.append(json.loads(heard["data"]))
    await pubsub.aclose()
    assert [event["type"] for event in events] == ["message", "typing", "typing"]
    assert [event.get("on") for event in events] == [None, True, False]

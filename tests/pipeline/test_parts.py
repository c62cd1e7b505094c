"""A long message leaves in parts: in order, each noted, and after a break it goes on where it was."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from bot.desk.models import Message
from bot.pipeline import delivery, keys
from bot.pipeline.database import in_database
from bot.pipeline.metrics import METRICS
from bot.pipeline.sender import Sender
from channels.errors import Refused, TryLater
from tests.pipeline.fakes import consuming, dead_letters, rows, until
from tests.pipeline.platform import Line, said


async def waiting(line: Line, text: str = "a|b|c") -> Message:
    """A message whose answer waits in the outbox."""
    await line.hear(said(text))
    await line.work()
    return (await rows(line.conversation))[-1]


def _asked_again(line: Line, before: int) -> bool:
    return line.platform.asked_for_parts > before


async def row(line: Line) -> Message:
    return (await rows(line.conversation))[-1]


async def test_parts_leave_in_order_and_each_is_noted(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    await waiting(line)
    await waiting(line, "d|e")
    await line.send()
    assert line.platform.parts_sent == ["1: a", "b", "c", "2: d", "e"]
    first, second = await rows(line.conversation)
    assert (first.parts_sent, first.provider_ids, first.status) == (3, ["provider-1", "provider-2", "provider-3"], "sent")
    assert (second.parts_sent, second.status) == (2, "sent")
    # Going on to the next part is no error.
    assert "try_again" not in caplog.text
    assert not [name for name in METRICS._whole if "errors" in name]


async def test_a_part_that_fails_is_sent_again_and_those_before_it_are_not(line: Line) -> None:
    line.platform.errors["b"] = [TryLater("503", "The platform is busy."), TryLater("503", "The platform is busy.")]
    await waiting(line)
    await line.send()
    assert line.platform.parts_sent == ["1: a", "b", "c"]
    assert (await row(line)).status == "sent"


async def test_another_sender_goes_on_with_the_next_part(line: Line) -> None:
    line.platform.errors["c"] = [TryLater("503", "The platform is busy.", 60.0)]
    await waiting(line)
    async with consuming("outbox", Sender().handling):
        await until(lambda: line.platform.refused_at)
    found = await row(line)
    assert (found.parts_sent, found.status, found.error_code) == (2, "errored", "503")
    await line.send()
    assert line.platform.parts_sent == ["1: a", "b", "c"]
    found = await row(line)
    assert (found.status, found.error_code, found.error) == ("sent", "", "")


async def test_a_part_is_sent_twice_only_when_the_sender_died_between_acceptance_and_note(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> bool:
        raise OperationalError("away")

    await waiting(line)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "record_part", away)
        async with consuming("outbox", Sender().handling.with_limits(first_pause=0.01)):
            await until(lambda: METRICS._whole.get("count\x1ferrors\x1foutbox\x1ftry_again", 0) > 2)
        assert line.platform.parts_sent == ["1: a"]
    await line.send()
    assert line.platform.parts_sent == ["1: a", "1: a", "b", "c"]


@pytest.mark.parametrize("status", ["sent", "delivered", "read"])
async def test_a_report_that_is_faster_than_our_note_keeps_the_part_from_leaving_twice(
    line: Line, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    def away(*_: Any) -> bool:
        raise OperationalError("away")

    stored = await waiting(line)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "record_part", away)
        async with consuming("outbox", Sender().handling):
            await until(lambda: line.platform.sent)
            await line.hear({"status": status, "conversation": line.conversation, "message": stored.pk})
            await line.work()
    await line.send()
    assert line.platform.parts_sent == ["1: a", "b", "c"]
    found = await row(line)
    assert (found.status, found.parts_sent) == (status, 3)
    assert found.sent is not None


async def test_a_message_whose_second_part_is_refused_has_failed_although_the_first_has_arrived(line: Line) -> None:
    line.platform.errors["b"] = [TryLater("503", "The platform is busy.", 60.0), Refused("63018", "Not allowed.")]
    stored = await waiting(line)
    async with consuming("outbox", Sender().handling):
        await until(lambda: line.platform.refused_at)
    await line.hear({"status": "delivered", "conversation": line.conversation, "message": stored.pk})
    await line.work()
    await line.send()
    found = await row(line)
    assert (found.status, found.error_code, found.parts_sent) == ("failed", "63018", 1)
    assert line.platform.parts_sent == ["1: a"]


async def test_where_free_text_is_not_allowed_the_message_waits_and_staff_see_why(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.pipeline.sender._WINDOW_SECONDS", 0.02)
    line.platform.window_closed = True
    await waiting(line, "a")
    async with consuming("outbox", Sender().handling):
        await until(lambda: line.platform.asked_for_parts > 3)
        found = await row(line)
        assert (found.status, found.error_code, found.error) == ("errored", "63016", "The citizen wrote more than 24 hours ago.")
        line.platform.window_closed = False
        await until(lambda: line.platform.sent)
    assert (await row(line)).status == "sent"
    assert "try_again" not in caplog.text


async def test_a_message_that_waits_outlives_any_number_of_restarts(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.sender._WINDOW_SECONDS", 0.02)
    line.platform.window_closed = True
    await waiting(line, "a")
    for _ in range(7):
        before = line.platform.asked_for_parts
        async with consuming("outbox", Sender().handling):
            await until(partial(_asked_again, line, before))
    assert await dead_letters(line.redis, "outbox") == []
    line.platform.window_closed = False
    await line.send()
    assert line.platform.parts_sent == ["1: a"]
    assert not await line.redis.exists(keys.attempts("outbox", keys.partition_of(line.conversation)))


async def test_what_waited_for_more_than_a_day_is_given_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.platform.window_closed = True
    await waiting(line, "a")
    monkeypatch.setattr("bot.pipeline.sender.OLDEST_SECONDS", -1)
    await line.send()
    found = await row(line)
    assert (found.status, found.error) == ("failed", "The message is older than a day.")
    assert await in_database(lambda: Message.objects.filter(status="errored").exists()) is False

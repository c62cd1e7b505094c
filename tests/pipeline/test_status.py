"""What a platform tells of a message that we sent, in any order."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.models import Message
from bot.pipeline.database import in_database
from tests.pipeline.fakes import dead_letters, rows
from tests.pipeline.platform import Line, add_account, said


async def told(line: Line, *statuses: str, **changes: Any) -> Message:
    """A sent message of which the platform then tells this."""
    await line.ask(said("Halo"))
    [row] = await rows(line.conversation)
    await line.hear(*({"status": one, "conversation": line.conversation, "message": row.pk, **changes} for one in statuses))
    await line.work()
    [row] = await rows(line.conversation)
    return row


@pytest.mark.parametrize(
    ("statuses", "final"),
    [
        (("delivered", "read"), "read"),
        (("read", "delivered", "sent"), "read"),
        (("delivered", "sent"), "delivered"),
        (("delivered", "failed"), "delivered"),
    ],
)
async def test_a_status_only_ever_tells_more(line: Line, statuses: tuple[str, ...], final: str) -> None:
    assert (await told(line, *statuses)).status == final


async def test_a_message_can_fail_after_it_was_sent_and_staff_see_why(line: Line) -> None:
    row = await told(line, "failed", code="63024", reason="The number is not on WhatsApp.")
    assert (row.status, row.error_code, row.error) == ("failed", "63024", "The number is not on WhatsApp.")
    assert await dead_letters(line.redis, "inbox") == []


async def test_a_status_from_another_account_is_ignored(line: Line) -> None:
    await in_database(lambda: add_account("second", "tesuto-shi"))
    await line.ask(said("Halo"))
    [row] = await rows(line.conversation)
    event = {"status": "failed", "conversation": line.conversation, "message": row.pk}
    assert (await line.call(event, path="second")).status_code == 200
    await line.work()
    assert (await rows(line.conversation))[0].status == "sent"


async def test_a_status_of_a_message_that_is_not_ours_changes_nothing(line: Line) -> None:
    await line.ask(said("Halo"))
    [incoming] = await rows(line.conversation, "in")
    numbers = (incoming.pk, 10**6, 2**70, -1)
    await line.hear(*({"status": "read", "conversation": line.conversation, "message": number} for number in numbers))
    await line.work()
    assert [row.status for row in await rows(line.conversation, "in")] == ["received"]
    assert [row.status for row in await rows(line.conversation)] == ["sent"]
    assert await dead_letters(line.redis, "inbox") == []


async def test_a_message_that_the_platform_gave_up_before_it_left_is_not_sent(line: Line) -> None:
    await line.hear(said("Halo"))
    await line.work()
    [row] = await rows(line.conversation)
    await line.hear({"status": "failed", "conversation": line.conversation, "message": row.pk})
    await line.work()
    await line.send()
    assert line.platform.sent == []

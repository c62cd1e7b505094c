"""A reply that has not arrived is no answer: the citizen waits as before, for every clock, list and figure, until one arrives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from bot.desk import clocks, figures, lists, ownership, replying
from bot.desk.clocks import Clock
from bot.desk.models import DeskSettings, Handoff, Message
from bot.desk.ownership import Claim
from bot.pipeline import dead_letters, delivery
from bot.pipeline.database import in_database
from channels.errors import Refused
from tests.desk.town import Town, operator

MINUTES = dt.timedelta(minutes=1)


async def waits(town: Town, minutes: int) -> Claim:
    """A citizen has waited for so long when the operator takes the conversation."""
    await town.on_duty()
    await town.says("petugas")
    claim = await town.claim()
    await in_database(lambda: Handoff.objects.update(waiting_since=timezone.now() - minutes * MINUTES))
    return claim


async def replies(town: Town, claim: Claim, text: str, *, fails: bool) -> Message:
    """The operator answers, and the platform takes it or refuses it."""
    if fails:
        town.line.platform.errors[text] = [Refused("30008", "The platform did not take it.")]
    stored = await in_database(lambda: replying.reply(claim, text, timezone.now(), client_id=text))
    await town.line.send()
    return stored


async def clock(town: Town) -> Clock:
    """How the conversation stands in the lists and on the board."""
    return await in_database(lambda: clocks.clock_of(Handoff.objects.get(), DeskSettings.objects.get(), timezone.now()))


async def measured(town: Town) -> tuple[int, float | None]:
    """In the statistics: how many were answered, and half of them within how many minutes."""
    today = timezone.now().date()

    def summed() -> Any:
        return figures.summed(figures.cases_between(town.agency, today - dt.timedelta(days=2), today + dt.timedelta(days=2)))

    found = await in_database(summed)
    return found.answered, found.first_reply_median


async def unanswered(town: Town) -> bool:
    """Whether the operator's list says that the citizen waits for an answer."""
    [row] = await in_database(lists.mine, town.operator, town.agency)
    return bool(row.last_direction == "in")  # type: ignore[attr-defined]


async def test_while_the_only_answer_has_failed_the_citizen_still_waits(town: Town) -> None:
    claim = await waits(town, 12)
    assert await town.says("halo?") == []
    failed = await replies(town, claim, "Selamat pagi", fails=True)
    assert await town.sees(lambda: Message.objects.get(pk=failed.pk).status) == "failed"
    assert await clock(town) == Clock("late", 12)
    assert await measured(town) == (0, None)
    assert await unanswered(town)
    await replies(town, claim, "Selamat siang", fails=False)
    assert await clock(town) == Clock("answered", 12)
    assert await measured(town) == (1, 12.0)
    assert not await unanswered(town)


async def test_an_answer_that_is_sent_again_counts_from_then_on(town: Town) -> None:
    claim = await waits(town, 3)
    failed = await replies(town, claim, "Selamat pagi", fails=True)
    later = timezone.now() + 4 * MINUTES
    assert await in_database(replying.retry, claim, failed.pk, later)
    assert await clock(town) == Clock("answered", 7)
    await town.line.send()
    assert (await clock(town)).kind == "answered"


async def test_a_later_answer_that_fails_takes_nothing_from_the_first(town: Town) -> None:
    claim = await waits(town, 3)
    await replies(town, claim, "Selamat pagi", fails=False)
    before = (await town.handoff()).first_reply_at
    await replies(town, claim, "Silakan datang", fails=True)
    assert (await town.handoff()).first_reply_at == before


async def test_what_arrives_after_the_first_has_failed_is_the_first_answer(town: Town) -> None:
    claim = await waits(town, 3)
    first = await replies(town, claim, "Selamat pagi", fails=False)
    second = await replies(town, claim, "Silakan datang", fails=False)
    row = await town.handoff()

    def reported() -> bool:
        account = str(Handoff.objects.get().conversation.contact.account_id)  # type: ignore[union-attr]
        return delivery.apply_status(account, str(row.conversation_id), first.pk, "failed", "30008", "Lost.")

    assert await in_database(reported)
    after = await town.handoff()
    assert after.first_reply_at is not None
    assert second.created <= after.first_reply_at
    assert not await in_database(reported)


async def test_an_answer_after_passing_on_that_fails_leaves_the_citizen_waiting_since_then(town: Town) -> None:
    claim = await waits(town, 30)
    await replies(town, claim, "Selamat pagi", fails=False)
    colleague = await in_database(operator, town.agency)
    await in_database(lambda: ownership.transfer(claim, timezone.now(), to=colleague))
    since = (await town.handoff()).waits_again_since
    assert since is not None
    theirs = await in_database(ownership.resume, claim.handoff, colleague, timezone.now())
    await replies(town, theirs, "Saya lanjutkan", fails=True)
    again = (await town.handoff()).waits_again_since
    assert again is not None
    assert abs(again - since) < dt.timedelta(seconds=5)
    assert await clock(town) == Clock("fine", 0, again=True)
    await replies(town, theirs, "Saya lanjutkan sekarang", fails=False)
    assert (await town.handoff()).waits_again_since is None
    assert (await clock(town)).kind == "answered"


async def test_an_answer_that_fails_after_the_end_is_none_in_the_statistics(town: Town) -> None:
    claim = await waits(town, 3)
    stored = await replies(town, claim, "Selamat pagi", fails=False)
    await in_database(lambda: ownership.end(claim, timezone.now(), Handoff.Outcome.SOLVED, "", "closed"))  # type: ignore[arg-type]
    assert (await measured(town))[0] == 1

    def reported() -> None:
        conversation = stored.conversation
        delivery.apply_status(str(conversation.contact.account_id), str(conversation.pk), stored.pk, "failed", "30008", "Lost.")  # type: ignore[union-attr]

    await in_database(reported)
    assert await measured(town) == (0, None)


async def test_an_answer_that_an_administrator_puts_back_into_the_stream_answers(town: Town) -> None:
    claim = await waits(town, 3)
    await replies(town, claim, "Selamat pagi", fails=True)
    [letter] = [one async for one in dead_letters.letters(town.line.redis, "outbox")]
    assert await dead_letters.retry(town.line.redis, letter)
    await town.line.send()
    assert town.line.platform.parts_sent[-1] == "Selamat pagi"
    assert (await clock(town)).kind == "answered"


async def test_the_bot_answers_in_the_queue_while_no_word_of_a_person_has_arrived(town: Town) -> None:
    claim = await waits(town, 3)
    await replies(town, claim, "Selamat pagi", fails=True)
    await in_database(ownership.release, claim, timezone.now())
    assert await town.says("syarat paspor") == ["bot: syarat paspor"]

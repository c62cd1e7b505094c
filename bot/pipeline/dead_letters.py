"""The dead letters: what is among them, and the two ways out, back into the stream or away."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import redis.asyncio
from django.db import transaction
from django.utils import timezone

from bot.desk import answered
from bot.desk.models import Message
from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.pipeline.errors import code_and_sentence
from bot.pipeline.scripts import Script

_BATCH = 500
_ID = re.compile(r"(?:(?P<partition>\d{1,4}):)?(?P<entry>\d+-\d+)")

# In a new entry, so that it is as old as its second beginning; moved in one step, so that it is never in both places or in none.
_RETRY = Script("""
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
local fields, kept = found[1][2], {}
for i = 1, #fields, 2 do
  if fields[i] ~= 'entry' and fields[i] ~= 'reason' then
    kept[#kept + 1] = fields[i]
    kept[#kept + 1] = fields[i + 1]
  end
end
if #kept == 0 then return 0 end
redis.call('XADD', KEYS[2], '*', unpack(kept))
return redis.call('XDEL', KEYS[1], ARGV[1])
""")


@dataclass(frozen=True)
class DeadLetter:
    """One entry among the dead letters, without what was said. `died` in seconds since 1970 by the server's clock."""

    kind: keys.Kind
    partition: int
    entry: str
    conversation: str
    channel: str
    message: int | None
    reason: str

    @property
    def id(self) -> str:
        """What staff name it by: entries of two partitions can have the same number."""
        return f"{self.partition}:{self.entry}"

    @property
    def died(self) -> float:
        """When it came here."""
        return int(self.entry.split("-")[0]) / 1000

    @property
    def code(self) -> str:
        """The code in its reason; empty where there is none."""
        return code_and_sentence(self.reason)[0]


class WrongId(ValueError):
    """Something that is no dead letter's id."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is no dead letter's id, such as 3:1767225600000-0: `manage.py outbox list --long` shows them.")


async def letters(client: redis.asyncio.Redis[str], kind: keys.Kind) -> AsyncIterator[DeadLetter]:
    """Every dead letter, partition by partition, the oldest first."""
    for partition in range(environment().partitions):
        last = "-"
        while batch := await client.xrange(keys.dead_letters(kind, partition), min=last, count=_BATCH):
            for entry, fields in batch:
                yield _letter(kind, partition, entry, fields)
            last = f"({batch[-1][0]}"


async def chosen(client: redis.asyncio.Redis[str], kind: keys.Kind, ids: Sequence[str], code: str | None) -> list[DeadLetter]:
    """Those with one of these ids (none: all), and with this code where one is given ("-": with none).

    Raises:
        WrongId: an id has another form.
    """
    wanted = {_normal(given) for given in ids}
    found = [letter async for letter in letters(client, kind)]
    if wanted:
        found = [letter for letter in found if letter.id in wanted or letter.entry in wanted]
    return found if code is None else [letter for letter in found if (letter.code or "-") == (code or "-")]


async def retry(client: redis.asyncio.Redis[str], letter: DeadLetter) -> bool:
    """Put it back at the end of the stream from which it came; False when it is no longer among the dead letters.

    Raises:
        bot.pipeline.errors.DatabaseUnavailable: the message cannot be marked as queued; nothing was changed.
    """
    if letter.kind == "outbox" and letter.message is not None:
        # Before the entry: the sender passes over a message that has failed.
        await in_database(_queue_again, letter.message)
    where = [keys.dead_letters(letter.kind, letter.partition), keys.stream(letter.kind, letter.partition)]
    return bool(await _RETRY(client, where, [letter.entry]))


async def drop(client: redis.asyncio.Redis[str], letter: DeadLetter) -> bool:
    """Remove it for good; False when it is no longer among the dead letters."""
    return bool(await client.xdel(keys.dead_letters(letter.kind, letter.partition), letter.entry))


def _queue_again(message: int) -> bool:
    with transaction.atomic():
        answered.lock_for(message)
        changed = Message.objects.filter(pk=message, direction=Message.Direction.OUT, status=Message.Status.FAILED).update(
            status=Message.Status.QUEUED, error_code="", error=""
        )
        if changed:
            answered.note_sent_again(message, timezone.now())
    return bool(changed)


def _letter(kind: keys.Kind, partition: int, entry: str, fields: dict[str, Any]) -> DeadLetter:
    number = str(fields.get("id", ""))
    return DeadLetter(
        kind=kind,
        partition=partition,
        entry=entry,
        conversation=str(fields.get("conversation", "-")),
        channel=str(fields.get("channel", "-")),
        message=int(number) if kind == "outbox" and number.isascii() and number.isdigit() else None,
        reason=str(fields.get("reason", "")),
    )


def _normal(given: str) -> str:
    found = _ID.fullmatch(given)
    if found is None:
        raise WrongId(given)
    return found["entry"] if found["partition"] is None else f"{int(found['partition'])}:{found['entry']}"

"""One entry from its first attempt to its end: handled, or among the dead letters with the reason."""

from __future__ import annotations

import asyncio
import random
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog
from redis.exceptions import RedisError

from bot.pipeline.effects import Effect, dead_letter
from bot.pipeline.errors import GiveUp, LeaseLost, MalformedMessage, NotYet, TryAgain
from bot.pipeline.leased_stream import Entry, LeasedStream
from bot.pipeline.metrics import METRICS

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Handling:
    """How entries of one kind are handled: what to do, for how long, how often, how many at a time. Times are seconds."""

    handle: Callable[[Entry], Awaitable[Effect]]
    give_up: Callable[[Entry, str], Awaitable[Effect]]
    timeout: float = 40.0
    attempts: int = 5
    at_once: int = 8
    window: int = 200
    first_pause: float = 0.5
    longest_pause: float = 30.0

    def with_limits(self, **limits: float) -> Handling:
        """The same handling with other limits."""
        return replace(self, **limits)  # type: ignore[arg-type]


@dataclass
class Progress:
    """What became of an entry so far; kept in memory while its conversation waits for the next attempt."""

    counts: bool = True
    pauses: int = 0
    doomed: str = ""

    def pause(self, handling: Handling, wanted: float | None) -> float:
        """How long to wait before the next attempt: exactly what was asked for, else exponential with jitter."""
        self.pauses += 1
        if wanted is not None:
            return wanted
        longest: float = min(handling.longest_pause, handling.first_pause * 2 ** min(self.pauses - 1, 20))
        return longest * (0.5 + random.random() / 2)


async def attempt(stream: LeasedStream, handling: Handling, entry: Entry, progress: Progress) -> float | None:
    """Try once; None when the entry has ended, else the seconds to wait before the next attempt.

    Raises:
        LeaseLost: another process is responsible now.
    """
    kind = stream.lease.kind
    about = {"kind": kind, "entry": entry.id, "conversation": entry.conversation}
    number = 0
    try:
        number = await stream.begin(entry, progress.counts)
        if not progress.doomed and number > handling.attempts:
            # Begun more often than it could fail: each time the process ended before the attempt did.
            progress.doomed = f"The process ended during each of {number - 1} attempts."
        if progress.doomed:
            await _bury(stream, handling, entry, progress.doomed)
            return None
        async with asyncio.timeout(handling.timeout):
            effect = await handling.handle(entry)
        await stream.commit(entry, effect.commands())
        return None
    except LeaseLost:
        raise
    except (GiveUp, MalformedMessage) as error:
        progress.doomed, progress.counts = str(error), False
        return 0.0
    except NotYet as error:
        await _end_well(stream, entry, progress, number)
        return error.retry_after
    except (TryAgain, RedisError) as error:
        await _end_well(stream, entry, progress, number)
        METRICS.count("errors", kind, "try_again")
        log.warning("attempt.try_again", error=type(error).__name__, pauses=progress.pauses, **about)
        return progress.pause(handling, error.retry_after if isinstance(error, TryAgain) else None)
    except Exception as error:
        # Only the kind of error and the places in the code: an error's sentence can quote what the citizen wrote.
        where = "".join(traceback.format_tb(error.__traceback__)[-4:])
        METRICS.count("errors", kind, type(error).__name__)
        log.error("attempt.failed", error=type(error).__name__, where=where, attempt=number, **about)
        progress.counts = True
        if number >= handling.attempts:
            progress.doomed, progress.counts = f"{type(error).__name__} in each of {number} attempts.", False
            return 0.0
        return progress.pause(handling, None)


async def _end_well(stream: LeasedStream, entry: Entry, progress: Progress, number: int) -> None:
    """Nothing is wrong with the entry: the attempt does not count towards its end, nor do later ones of this process.

    The count is taken back in Redis too, or an entry that waits for days would end with the fifth start of a process.
    """
    if progress.counts and number:
        progress.counts = False
        with suppress(RedisError):
            await stream.end_well(entry)


async def _bury(stream: LeasedStream, handling: Handling, entry: Entry, reason: str) -> None:
    try:
        async with asyncio.timeout(handling.timeout):
            effect = await handling.give_up(entry, reason)
    except (TryAgain, RedisError):
        raise
    except Exception as error:
        # What cannot even be given up in good order must still not stop its conversation for ever.
        log.error("attempt.give_up_failed", error=type(error).__name__, kind=stream.lease.kind, entry=entry.id)
        effect = Effect()
    lease = stream.lease
    await stream.commit(entry, [*effect.commands(), dead_letter(lease.kind, lease.partition, entry.id, entry.fields, reason)])
    METRICS.count("dead_letters", lease.kind)
    log.error("attempt.dead_letter", kind=lease.kind, entry=entry.id, conversation=entry.conversation, reason=reason)

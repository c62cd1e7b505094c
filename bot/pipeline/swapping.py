"""The worker's dialogue, which changes to another release while messages flow.

The new model is loaded beside the old one, on a thread of its own, and tried. Then one assignment makes the next message its own; the
messages in hand end with the model that they began with, and the old one is closed after the last of them. Whatever goes wrong before
the assignment, the old model goes on.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol, Unpack

import structlog

from bot.pipeline.contract import DialogueLike, Question, TurnLike
from bot.pipeline.errors import DatabaseUnavailable

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
_TRY_AGAIN_SECONDS = 30.0


class ClosableDialogue(DialogueLike, Protocol):
    """A dialogue that ends when it is no longer needed."""

    async def close(self) -> None: ...


class NotLoaded(Exception):
    """A release cannot answer here; `why` is a word that the pages know."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class _Loaded:
    dialogue: ClosableDialogue
    release: int | None
    in_hand: int = 0
    retired: bool = False

    async def close_if_idle(self) -> None:
        if self.retired and not self.in_hand:
            await self.dialogue.close()


@dataclass(frozen=True)
class Trouble:
    """A release that was wanted and could not be loaded."""

    release: int | None
    why: str
    at: float


class SwappingDialogue:
    """The dialogue of the release that is active.

    `wanted` says which that is; `load` loads a release's model, or with None the model of the files, and raises `NotLoaded`.
    """

    def __init__(self, wanted: Callable[[], Awaitable[int | None]], load: Callable[[int | None], Awaitable[ClosableDialogue]]) -> None:
        self._wanted = wanted
        self._load = load
        self._current: _Loaded | None = None
        self._trouble: Trouble | None = None

    @property
    def release(self) -> int | None:
        """The release that answers the next message."""
        return self._current.release if self._current is not None else None

    @property
    def trouble(self) -> Trouble | None:
        """Why another one answers than the active one; None while all is well."""
        return self._trouble

    async def begin(self) -> None:
        """Load the active release, or the model of the files when that is not possible.

        Raises:
            NotLoaded: neither can be loaded.
        """
        while True:
            try:
                wanted = await self._wanted()
                if wanted is not None and await self._change_to(wanted):
                    return
                break
            except DatabaseUnavailable:  # a worker that ended would only be started again
                log.warning("release.database_unavailable")
                await asyncio.sleep(LOOK_SECONDS)
        self._current = _Loaded(await self._load(None), None)

    async def handle(self, **question: Unpack[Question]) -> TurnLike:
        """See `bot.dialogue.Dialogue.handle`."""
        async with self._in_hand() as dialogue:
            return await dialogue.handle(**question)

    async def understand(self, **question: Unpack[Question]) -> dict[str, Any]:
        """See `bot.dialogue.Dialogue.understand`."""
        async with self._in_hand() as dialogue:
            return await dialogue.understand(**question)

    @asynccontextmanager
    async def _in_hand(self) -> AsyncIterator[DialogueLike]:
        """The dialogue that answers now; it is not closed before this message is done with it."""
        loaded = self._current
        if loaded is None:
            raise RuntimeError("begin() comes first")
        loaded.in_hand += 1
        try:
            yield loaded.dialogue
        finally:
            loaded.in_hand -= 1
            await loaded.close_if_idle()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the active release until `stop` is set."""
        while not stop.is_set():
            with suppress(DatabaseUnavailable):
                wanted = await self._wanted()
                if wanted == self.release:
                    self._trouble = None
                elif not self._failed_lately(wanted):
                    await self._change_to(wanted)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await stop.wait()

    def _failed_lately(self, wanted: int | None) -> bool:
        trouble = self._trouble
        return trouble is not None and trouble.release == wanted and time.monotonic() - trouble.at < _TRY_AGAIN_SECONDS

    async def _change_to(self, wanted: int | None) -> bool:
        try:
            fresh = _Loaded(await self._load(wanted), wanted)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # Whatever it is, the old model goes on.
            why = error.why if isinstance(error, NotLoaded) else "not_loaded"
            known = self._trouble is not None and (self._trouble.release, self._trouble.why) == (wanted, why)
            self._trouble = Trouble(wanted, why, time.monotonic())
            if not known:  # it is tried again and again
                log.error("release.not_loaded", release=wanted, why=why, error=type(error).__name__)
            return False
        before, self._current, self._trouble = self._current, fresh, None
        log.info("release.answers", release=wanted)
        if before is not None:
            before.retired = True
            await before.close_if_idle()
        return True

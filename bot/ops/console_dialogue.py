"""A dialogue outside the pipeline, for the command line: the real model and the real actions, trackers in memory."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.catalogue import snapshot
from bot.channel_names import CONSOLE
from bot.dialogue import Dialogue, NoModel, Turn, tracker_key
from bot.ops.training import model_for_present_data
from bot.privacy.masking import mask_identity_numbers


class ConsoleDialogue:
    """Conversations of one process, kept until it ends."""

    def __init__(self, dialogue: Dialogue, trackers: dict[str, str]) -> None:
        self._dialogue = dialogue
        self._trackers = trackers
        self._numbers = itertools.count(1)

    @classmethod
    async def load(cls, actions_url: str, model: Path | None = None) -> ConsoleDialogue:
        """Load a model; the one for the present data when none is named.

        Raises:
            NoModel: none is trained.
        """
        trackers: dict[str, str] = {}

        async def read(conversation: str) -> str | None:
            return trackers.get(tracker_key(conversation))

        model = model or model_for_present_data()
        if model is None:
            raise NoModel()
        return cls(await Dialogue.load(read, model, actions_url), trackers)

    async def say(
        self, conversation: str, text: str, agency: str, *, button: Mapping[str, Any] | None = None, language: str | None = None
    ) -> Turn:
        """One message of a citizen; identity numbers are masked, as on every channel."""
        turn = await self._dialogue.handle(
            conversation=conversation,
            message_id=str(next(self._numbers)),
            text=mask_identity_numbers(text).text,
            agency=agency,
            channel=CONSOLE,
            button=button,
            language=language or snapshot.current(agency).default_language,
        )
        self._trackers.update(turn.tracker_writes)
        return turn

    def forget(self, conversation: str) -> None:
        """End a conversation."""
        self._trackers.pop(tracker_key(conversation), None)

"""What the desk knows of one message of a citizen, and what it says to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.answers.context import Setting
from bot.desk.citizen.state import State
from bot.desk.request import HandoffRequest
from bot.replies import Reply


@dataclass(frozen=True)
class Heard:
    """A message that is stored already. `pressed` is the payload of the desk's button, pressed or typed; `text` what was written, which
    may be private; `source` names the message, so that what it leads to is done once."""

    conversation: str
    source: str
    owner: str
    text: str
    pressed: Mapping[str, Any] | None
    state: State
    setting: Setting

    @property
    def now(self) -> dt.datetime:
        """The moment at which it is handled."""
        return self.setting.now


@dataclass(frozen=True)
class Spoken:
    """What the desk says by itself. `asking` and `given` are remembered for the next message (`bot.desk.citizen.state`)."""

    reply: Reply
    asking: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    request: HandoffRequest | None = None

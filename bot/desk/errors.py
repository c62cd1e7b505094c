"""What can go wrong at the desk, as types; each sentence tells a colleague what to do next.

- `DeskError`
  - `NotWaiting`: it cannot be claimed, because somebody else has it (`by`) or it has ended
  - `LeaseOver`: it is no longer yours; what you typed is kept as a draft
  - `WindowOver`: the platform takes no free text now
  - `ChatGone`: there is no conversation any more in which to write
"""

from __future__ import annotations


class DeskError(Exception):
    """The root."""


class NotWaiting(DeskError):
    """It cannot be claimed. `by` names who has it, empty when nobody has: it has ended."""

    def __init__(self, by: str = "") -> None:
        super().__init__(f"{by} serves this conversation already." if by else "This conversation no longer waits for anybody.")
        self.by = by


class LeaseOver(DeskError):
    """The claim has ended: the page was not heard from for too long, or somebody moved the conversation. `by` as in `NotWaiting`."""

    def __init__(self, by: str = "") -> None:
        super().__init__(f"{by} serves this conversation now." if by else "This conversation is no longer yours. Claim it again to go on.")
        self.by = by


class WindowOver(DeskError):
    """The platform takes no free text from us now, because the citizen last wrote too long ago."""


class ChatGone(DeskError):
    """The conversation in which the citizen asked has been removed."""

    def __init__(self) -> None:
        super().__init__("The conversation has been removed, so nothing can be written in it any more.")

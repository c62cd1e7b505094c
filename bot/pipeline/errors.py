"""What can go wrong in the pipeline.

    PipelineError
    ├── InboxUnavailable     the message was not stored; the platform must send it again
    ├── LeaseLost            another process holds the partition now; nothing of this attempt counts
    ├── MalformedMessage     a stream entry cannot be read
    ├── TryAgain             not now (database or provider out of reach): wait and repeat, without limit
    │   ├── DatabaseUnavailable
    │   └── NotYet           nothing is wrong: its turn comes in `retry_after` seconds
    └── GiveUp               never: to the dead letters at once

Any other exception of a handler counts as a failed attempt; after a few the entry goes to the dead letters.
"""

from __future__ import annotations

import re


class PipelineError(Exception):
    """The root of the tree."""


class InboxUnavailable(PipelineError):
    """The inbox cannot be written now."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The message could not be stored, because Redis cannot be written in time ({cause}). Send it again in a few seconds."
        )


class LeaseLost(PipelineError):
    """The partition's lease expired or belongs to another process."""

    def __init__(self, kind: str, partition: int) -> None:
        super().__init__(f"This process no longer holds the lease of {kind} partition {partition}.")


class MalformedMessage(PipelineError):
    """A stream entry lacks a field or holds something that cannot be used."""


class TryAgain(PipelineError):
    """The attempt failed for a reason that passes; `retry_after` in seconds where it is known."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class DatabaseUnavailable(TryAgain):
    """The database cannot be reached, or is locked for too long."""


class NotYet(TryAgain):
    """The message has to wait for its turn, or has a further part to be sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__("not yet", max(0.0, seconds))


class GiveUp(PipelineError):
    """The entry can never be handled; `code` is the provider's or a short word of ours."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(f"{code}: {reason}" if code else reason)
        self.reason = reason
        self.code = code


_CODED = re.compile(r"(?P<code>[^\s:]{1,40}): (?P<sentence>.+)", re.DOTALL)


def code_and_sentence(reason: str) -> tuple[str, str]:
    """The two halves of what a `GiveUp` says: "403: The citizen has blocked us." has a code, a sentence by itself has none."""
    found = _CODED.fullmatch(reason)
    return (found["code"], found["sentence"]) if found else ("", reason)

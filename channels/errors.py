"""What a channel may raise, and nothing else.

    ChannelError(retryable, retry_after, code, message)
    ├── TryLater     retryable: the provider is out of reach, too busy, or asks for patience (`retry_after`, seconds)
    └── Refused      not retryable: blocked by the citizen, number unknown, content not allowed ...

`code` is the provider's code or a short word of ours; `message` is one sentence for staff that quotes nothing a citizen wrote.
"""

from __future__ import annotations


class ChannelError(Exception):
    """A message could not be handed over."""

    def __init__(self, *, retryable: bool, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.retryable = retryable
        self.retry_after = retry_after
        self.code = code
        self.message = message


class TryLater(ChannelError):
    """Not now: the sender waits, then sends the same message again."""

    def __init__(self, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(retryable=True, code=code, message=message, retry_after=retry_after)


class Refused(ChannelError):
    """Never: the message goes to the dead letters and is marked failed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(retryable=False, code=code, message=message)

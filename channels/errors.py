"""What a channel may raise, and nothing else.

    ChannelError(retryable, retry_after, code, message)
    ├── TryLater            retryable: the provider is out of reach, too busy, or asks for patience (`retry_after`, seconds)
    │   ├── WindowClosed    the platform takes no free text now; the message waits until the citizen writes again
    │   └── Moved           the citizen has another address now (`address`); the sender stores it and sends again
    └── Refused             not retryable: number unknown, content not allowed, credentials wrong ...
        ├── Unreachable     this citizen cannot be written to any more (`state`): the contact is marked, nothing more is sent to it
        └── TopicGone       somebody of the staff's group has deleted the topic; the desk opens another

    WebhookError            what a webhook request may be refused with
    ├── BadSignature        answered 403, and nothing is written
    └── MalformedPayload    verified, but no request that the platform would make: answered 400

`code` is the provider's code or a short word of ours; `message` is one sentence for staff that quotes nothing a citizen wrote.
"""

from __future__ import annotations

from typing import Literal


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


class WindowClosed(TryLater):
    """The citizen wrote too long ago for free text, and no template is set for this purpose."""


class Moved(TryLater):
    """The citizen's or group's address has changed."""

    def __init__(self, code: str, message: str, address: str) -> None:
        super().__init__(code, message, retry_after=0.0)
        self.address = address


class Refused(ChannelError):
    """Never: the message goes to the dead letters and is marked failed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(retryable=False, code=code, message=message)


class Unreachable(Refused):
    """Never, and no later message either, until the citizen writes again."""

    def __init__(self, code: str, message: str, state: Literal["blocked", "opted_out", "invalid"]) -> None:
        super().__init__(code, message)
        self.state: Literal["blocked", "opted_out", "invalid"] = state


class TopicGone(Refused):
    """A topic of the staff's group is there no more."""


class WebhookError(Exception):
    """A webhook request that is not taken."""


class BadSignature(WebhookError):
    """The request does not prove that it comes from the platform."""


class MalformedPayload(WebhookError):
    """The request is signed, but cannot be read."""

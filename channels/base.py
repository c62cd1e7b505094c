"""What a channel is: a translator between one platform and the pipeline.

A channel sends, and a channel with a webhook also checks who calls and reads what came. It decides nothing else: dedupe, masking,
order, retries, back-off, status, dead letters and logs are done once, outside.

A webhook channel will add two methods:
- `verify(request) -> None` checks the signature over the raw body and raises `Refused` when it is wrong: the view answers 403 and
  nothing is written;
- `parse(body) -> list[InboundMessage]` turns the payload into typed messages, and into an empty list what is valid but not supported:
  the view answers 200.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.pipeline.messages import OutboundMessage


@dataclass(frozen=True)
class Limits:
    """What fits into one message of the platform, in characters and in number."""

    text: int
    quick_replies: int
    quick_reply_title: int


@dataclass(frozen=True)
class Delivery:
    """What the platform said; `provider_id` is its id of the message, where it gives one."""

    status: Literal["sent", "delivered"]
    provider_id: str = ""


class Channel(ABC):
    """One platform."""

    name: ClassVar[str]
    limits: ClassVar[Limits]

    @abstractmethod
    async def send(self, message: OutboundMessage) -> Delivery:
        """Hand one message to the platform, within ten seconds.

        Raises:
            channels.errors.ChannelError: it was not accepted; nothing else may be raised.
        """

"""Two platforms that answer as told: one that can be polled, and one that only calls a webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from channels.base import (
    Account,
    ConnectedChannel,
    Delivery,
    Event,
    Field,
    Identity,
    Limits,
    Outgoing,
    PolledChannel,
    WebhookRequest,
)
from channels.errors import BadSignature, ChannelError, Refused

GOOD, ROTATED = "good-token-5f1c", "good-token-77aa"
SECRETS = (GOOD, ROTATED, "wrong-token-9d2e", "spare-token-31b7")


class _Told(ConnectedChannel):
    limits: ClassVar[Limits] = Limits(1000, 3, 20)

    def __init__(self) -> None:
        self.bots = {GOOD: Identity("42", "@uji_bot"), ROTATED: Identity("42", "@uji_bot_baru")}
        self.error: ChannelError | None = None
        self.calls: list[tuple[str, str | None]] = []

    async def identify(self, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
        """Whose token it is."""
        self._ask("identify")
        if credentials["token"] not in self.bots:
            raise Refused("401", "The platform does not know this token.")
        return self.bots[credentials["token"]]

    def verify(self, account: Account, request: WebhookRequest) -> None:
        """Nobody is let in."""
        raise BadSignature

    def parse(self, account: Account, request: WebhookRequest) -> list[Event]:
        """Nothing comes."""
        return []

    async def set_webhook(self, account: Account, url: str | None) -> str:
        """Note it."""
        self._ask("set_webhook", url)
        return f"The webhook is {url}." if url else "No webhook is set."

    async def introduce(self, account: Account) -> str:
        """Note it."""
        self._ask("introduce")
        return "The commands are set."

    async def prepare_settings(self, account: Account) -> dict[str, Any]:
        """What must be kept."""
        return {"content": {"list": "HX1"}}

    async def send(self, account: Account, message: Outgoing, part: Any) -> Delivery:
        """Take it, unless told otherwise."""
        self._ask("send")
        return Delivery("sent")

    def _ask(self, what: str, about: str | None = None) -> None:
        self.calls.append((what, about))
        if self.error is not None:
            raise self.error


class Polled(_Told, PolledChannel):
    """Made from PLATFORM_TOKEN where that is set."""

    name: ClassVar[str] = "platform"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("token", "The token.", secret=True),
        Field("spare_token", "The token before.", secret=True, required=False),
        Field("region", "Where it is.", required=False),
        Field("templates", "Templates as JSON.", required=False),
    )
    environment: ClassVar[Mapping[str, str]] = {"PLATFORM_TOKEN": "token"}

    async def poll(self, account: Account, position: str) -> tuple[list[Event], str]:
        """Nothing new."""
        return [], position


class Hooked(_Told):
    """Cannot be polled, and needs a number."""

    name: ClassVar[str] = "hooked"
    fields: ClassVar[tuple[Field, ...]] = (Field("number", "The number that citizens write to."), Field("token", "The token.", secret=True))

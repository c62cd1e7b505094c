"""The channels of this installation, one line each. Nothing else in the code names a channel."""

from __future__ import annotations

from channels.base import Channel, ConnectedChannel
from channels.telegram import Telegram
from channels.webchat import WebChat
from channels.whatsapp import WhatsApp

_CHANNELS: dict[str, Channel] = {
    WebChat.name: WebChat(),
    WhatsApp.name: WhatsApp(),
    Telegram.name: Telegram(),
}


class UnknownChannel(LookupError):
    """No channel has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no channel {name!r}.")


def names() -> tuple[str, ...]:
    """The channels on which an agency can have accounts."""
    return tuple(name for name, one in _CHANNELS.items() if isinstance(one, ConnectedChannel))


def connected(name: str) -> ConnectedChannel:
    """The channel of that name, on which an agency can have accounts.

    Raises:
        UnknownChannel: there is none.
    """
    found = _CHANNELS.get(name)
    if not isinstance(found, ConnectedChannel):
        raise UnknownChannel(name)
    return found


def channel(name: str) -> Channel:
    """The channel of that name.

    Raises:
        UnknownChannel: there is none.
    """
    try:
        return _CHANNELS[name]
    except KeyError:
        raise UnknownChannel(name) from None

"""The channels of this installation, one line each. Nothing else in the code names a channel."""

from __future__ import annotations

from channels.base import Channel
from channels.webchat import WebChat

_CHANNELS: dict[str, Channel] = {
    WebChat.name: WebChat(),
}


class UnknownChannel(LookupError):
    """No channel has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no channel {name!r}.")


def channel(name: str) -> Channel:
    """The channel of that name.

    Raises:
        UnknownChannel: there is none.
    """
    try:
        return _CHANNELS[name]
    except KeyError:
        raise UnknownChannel(name) from None

"""Whether a citizen can be written to in free text now: some platforms take it only for a while after the citizen's last message."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.desk.models import Conversation
from channels import registry


@dataclass(frozen=True)
class Window:
    """`limited`: the platform has such a limit at all. `open_until`: None where there is none, or where the citizen never wrote."""

    limited: bool
    open_until: dt.datetime | None
    is_open: bool


def window_of(conversation: Conversation, now: dt.datetime) -> Window:
    """The window of a conversation at a moment."""
    hours = _free_text_for(conversation.channel)
    if hours is None:
        return Window(False, None, True)
    heard = conversation.contact.last_heard if conversation.contact is not None else None
    until = heard + hours if heard is not None else None
    return Window(True, until, until is not None and now < until)


def _free_text_for(channel: str) -> dt.timedelta | None:
    try:
        return registry.channel(channel).free_text_for
    except registry.UnknownChannel:
        # A channel that was taken out of the installation: the sender says so when something is sent.
        return None

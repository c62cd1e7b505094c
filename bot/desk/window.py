"""Whether a citizen can be written to in free text now: some platforms take it only for a while after the citizen's last message."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.desk.models import Conversation, Message
from channels import registry


@dataclass(frozen=True)
class Window:
    """`limited`: the platform has such a limit at all. `open_until`: None where there is none, or where the citizen never wrote.

    `refused`: the platform has said itself that it is over, earlier than our own clock.
    """

    limited: bool
    open_until: dt.datetime | None
    is_open: bool
    refused: bool = False
    # Until it is over; counted down where no clock of the reader's is trusted.
    seconds_left: float = 0.0


def window_of(conversation: Conversation, now: dt.datetime) -> Window:
    """The window of a conversation at a moment."""
    hours = _free_text_for(conversation.channel)
    if hours is None:
        return Window(False, None, True)
    heard = conversation.contact.last_heard if conversation.contact is not None else None
    until = heard + hours if heard is not None else None
    if heard is None or until is None or now >= until:
        return Window(True, until, False)
    refused = is_refused(conversation, heard)
    return Window(True, until, not refused, refused, (until - now).total_seconds())


def is_refused(conversation: Conversation, heard: dt.datetime, but_for: int = 0) -> bool:
    """Whether the platform has refused free text since the citizen last wrote: its clock decides, not ours. Message `but_for`, which is
    about to be sent once more, says nothing of it."""
    if _free_text_for(conversation.channel) is None:
        return False
    not_arrived = (Message.Status.FAILED, Message.Status.ERRORED)
    rows = conversation.messages.filter(direction=Message.Direction.OUT, created__gte=heard, status__in=not_arrived)
    codes = set(rows.exclude(error_code="").exclude(pk=but_for).values_list("error_code", flat=True))
    return any(registry.channel(conversation.channel).reason(code) == "window" for code in codes)


def _free_text_for(channel: str) -> dt.timedelta | None:
    try:
        return registry.channel(channel).free_text_for
    except registry.UnknownChannel:
        # A channel that was taken out of the installation: the sender says so when something is sent.
        return None

"""Why a message has not reached the citizen, as one of the few reasons that staff can do something about."""

from __future__ import annotations

import datetime as dt

from bot.accounts.models import Contact
from bot.desk.models import Conversation, Message
from bot.desk.window import window_of
from channels import registry

TOO_OLD = "too_old"
REFUSED = "refused"
WINDOW = "window"
TEMPLATE = "template"


def reason_of(message: Message, conversation: Conversation, now: dt.datetime) -> str:
    """A state of the contact, `too_old`, `window`, `template`, or `refused`: the platform alone knows why."""
    if message.error_code == TOO_OLD or message.error_code in (Contact.State.BLOCKED, Contact.State.OPTED_OUT, Contact.State.INVALID):
        return message.error_code
    if known := _known(conversation.channel, message.error_code):
        return known
    contact = conversation.contact
    if contact is not None and contact.state != Contact.State.ACTIVE:
        return str(contact.state)
    # A template is for when the window is over: then it is the template that the platform did not take.
    if (message.content or {}).get("purpose"):
        return TEMPLATE
    return REFUSED if window_of(conversation, now).is_open else WINDOW


def delay_of(message: Message, channel: str) -> str:
    """Why one is not sent yet: as above where the code says so, else empty: the platform is busy, out of reach, or lets nobody in."""
    return _known(channel, message.error_code)


def _known(channel: str, code: str) -> str:
    """What the code itself says to the channel."""
    try:
        return registry.channel(channel).reason(code) if code else ""
    except registry.UnknownChannel:  # It was taken out of the installation.
        return ""

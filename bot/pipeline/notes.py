"""Entries of the inbox that change what is stored and ask for no answer."""

from __future__ import annotations

import datetime as dt

from bot.accounts import contacts
from bot.desk import announcing
from bot.desk.topics import incoming
from bot.pipeline.delivery import apply_status
from bot.pipeline.messages import InboundMessage
from bot.pipeline.store import replace_text


def note(message: InboundMessage) -> int | None:
    """Store what the entry says; returns the id of the message that it changed, if it changed one."""
    details = message.details
    if message.kind == "topic":
        incoming.heard(message)
        return None
    if message.kind == "edit":
        return replace_text(message)
    if message.kind == "status":
        number = int(details["message"])
        changed = apply_status(
            message.account, message.conversation, number, details["status"], details.get("code", ""), details.get("reason", "")
        )
        if changed:
            announcing.status_changed(number)
        return number if changed else None
    contacts.apply_update(
        message.account, message.contact, details.get("state", ""), details.get("address", ""), dt.datetime.fromisoformat(message.received)
    )
    return None

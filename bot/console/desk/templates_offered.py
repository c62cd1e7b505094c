"""What may be sent when a platform takes no free text any more."""

from __future__ import annotations

from bot.accounts.directory import as_account
from bot.accounts.vault import WrongKey
from bot.desk.models import Handoff
from channels.registry import UnknownChannel, connected


def templates_offered(handoff: Handoff) -> list[str]:
    """The purposes for which the citizen's account has an approved template in the citizen's language."""
    contact = handoff.conversation.contact
    if contact is None:
        return []
    try:
        channel = connected(handoff.conversation.channel)
        return list(channel.template_purposes(as_account(contact.account), handoff.language))
    except (UnknownChannel, WrongKey):
        return []

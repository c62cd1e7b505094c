"""How demo conversations are told from real ones: by the beginning of their number, which chance never draws."""

from __future__ import annotations

import random
from uuid import UUID

from bot.desk.models import Conversation

# UUID version 8, which leaves the bits to the application.
_FIRST, _LAST = UUID("de300000-0000-8000-8000-000000000000"), UUID("de300000-0000-8000-bfff-ffffffffffff")


def new_id(chance: random.Random) -> UUID:
    """A number for a demo conversation."""
    return UUID(int=_FIRST.int + chance.getrandbits(61))


def real_conversations() -> bool:
    """Whether there is a conversation that no demo has made."""
    return Conversation.objects.exclude(id__range=(_FIRST, _LAST)).exists()

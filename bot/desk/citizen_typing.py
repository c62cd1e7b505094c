"""That a citizen is typing, passed on to the pages of those who serve them. It is stored nowhere."""

from __future__ import annotations

import json
from uuid import UUID

from bot.desk.models import Handoff
from bot.pipeline import keys
from bot.pipeline.connection import impatient_sync_client


def citizen_types(conversation: str) -> None:
    """Tell the open pages; nothing happens while no person serves the conversation.

    Raises:
        RedisError: Redis cannot be reached.
    """
    served = Handoff.objects.filter(conversation=UUID(conversation), state=Handoff.State.CLAIMED)
    found = served.values_list("pk", "agency__key").first()
    if found is not None:
        number, agency = found
        impatient_sync_client().publish(keys.desk_events(agency), json.dumps({"type": "typing", "id": number}))

"""Whether a citizen whom the bot does not answer, because a person does, is in danger."""

from __future__ import annotations

import asyncio

import structlog

from bot.desk.citizen.sayings import is_danger
from bot.desk.models import Conversation
from bot.pipeline.at_the_desk import Met
from bot.pipeline.contract import DialogueLike
from bot.pipeline.store import Received

log = structlog.get_logger(__name__)
# The message is stored and before the person already; nothing waits for this but the mark, and the citizen's next message.
_SECONDS = 5.0


async def is_in_danger(dialogue: DialogueLike, met: Met, received: Received) -> bool:
    """Whether the words say so, outright or to the model; False at once where the bot answers and so hears it by itself.

    The model only reads: nothing is said, and the dialogue stays as it was. Whatever fails in it changes nothing for the person.
    """
    message = met.message
    with_a_person = received.owner == Conversation.Owner.OPERATOR or received.person_spoke
    if not with_a_person or message.kind != "text" or met.button is not None or message.flood:
        return False
    if is_danger(message.text):
        return True
    try:
        async with asyncio.timeout(_SECONDS):
            understanding = await dialogue.understand(
                conversation=message.conversation,
                message_id=message.external_id,
                text=message.text,
                agency=message.agency,
                channel=message.channel,
                language=received.language,
            )
    except Exception as error:  # The person reads the message, whatever the model makes of it.
        log.warning("desk.not_read", conversation=message.conversation, error=type(error).__name__)
        return False
    return understanding.get("kind") == "distress"

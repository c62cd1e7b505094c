"""The edge's part in asking for a name and a number: the answer goes through the pipeline sealed, and nothing stores it open.

Personal numbers are masked at the edge. Where the desk has just asked for one, the whole answer is sealed instead, and in place of its
text there is the mask, in the inbox, in the database, in logs and dead letters. The worker opens it for the step that asked.
"""

from __future__ import annotations

from dataclasses import replace

import redis.asyncio

from bot.accounts.vault import seal, unseal
from bot.desk.citizen import calling
from bot.desk.citizen.state import State
from bot.pipeline import keys
from bot.pipeline.messages import InboundMessage
from bot.privacy.masking import MASK, mask_identity_numbers

_LONGEST = 200


async def sealed_if_asked(client: redis.asyncio.Redis[str], message: InboundMessage, text: str) -> InboundMessage:
    """The message, its words sealed where the desk waits for a name or a number; `text` is what was written, not masked.

    Raises:
        RedisError: Redis cannot be reached.
    """
    if message.kind != "text" or message.button_key or not text.strip() or len(text) > _LONGEST or text.startswith("/"):
        return message
    state = State.from_json(await client.get(keys.desk_state(message.conversation)))
    if state.asking not in calling.CONFIDENTIAL:
        return message
    return replace(message, text=MASK, masked=False, sealed=seal(text))


def opened(message: InboundMessage, state: State) -> tuple[InboundMessage, str]:
    """The message, and what was written in it that only the desk may see; empty where there is nothing of the kind.

    What is no answer to what was asked for, or comes when nothing is asked any more, is a message like any other: masked.
    """
    if not message.sealed:
        return message, ""
    text = unseal(message.sealed)
    if state.asking in calling.CONFIDENTIAL and (state.chosen(text) or calling.is_answer(state.asking, text)):
        return replace(message, sealed=""), text
    masked = mask_identity_numbers(text)
    return replace(message, sealed="", text=masked.text, masked=masked.count > 0), ""

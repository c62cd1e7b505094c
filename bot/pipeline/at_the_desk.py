"""The worker's way to the desk: what it remembers is read before a message is handled, and kept with the acknowledgement."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import redis.asyncio
from django.utils import timezone

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.desk.citizen import calling, ending, rating, unopened
from bot.desk.citizen.after import Saying
from bot.desk.citizen.before import before
from bot.desk.citizen.confidential import opened
from bot.desk.citizen.sayings import goes_back, is_of_the_queue
from bot.desk.citizen.state import DESK, State
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Conversation, Handoff
from bot.desk.opening import open_of, raise_urgency
from bot.pipeline import keys, quick_replies
from bot.pipeline.contract import TurnLike
from bot.pipeline.database import in_database
from bot.pipeline.messages import InboundMessage
from bot.pipeline.store import Received

# Until a value is gone that cannot be deleted in the same breath.
_FORGET_SECONDS = 1


@dataclass(frozen=True)
class Met:
    """A message with the pressed button it stands for, what was written that only the desk may see, and what the desk remembered."""

    message: InboundMessage
    button: dict[str, Any] | None = None
    private: str = ""
    state: State = field(default_factory=State)

    @property
    def pressed(self) -> dict[str, Any] | None:
        """The payload of a button of the desk."""
        payload: dict[str, Any] | None = self.button["payload"] if self.button else None
        return payload if payload is not None and payload.get("type") == DESK else None

    def may_speak(self, received: Received, *, in_danger: bool) -> bool:
        """Whether anything may be said while this is who serves the conversation.

        A button of the queue, and the same in words, work until a person has it; nobody in danger waits for a person to come back.
        """
        if received.owner == Conversation.Owner.OPERATOR:
            return False
        said = self.private or self.message.text if self.message.kind == "text" else ""
        return not received.person_spoke or self.pressed is not None or is_of_the_queue(said) or in_danger


@dataclass(frozen=True)
class Ended:
    """What ends a handoff: what is said, the dialogue's new state, and what is noted in the transaction that stores what is said."""

    spoken: Spoken | None
    tracker: str
    note: Callable[[dt.datetime], None]


class AtTheDesk:
    """The desk of one worker."""

    def __init__(self, client: redis.asyncio.Redis[str]) -> None:
        self._client = client

    async def meet(self, message: InboundMessage) -> Met:
        """What a message means to the desk, before it is stored."""
        state = State.from_json(await self._client.get(keys.desk_state(message.conversation)))
        message, private = opened(message, state)
        button = await quick_replies.meaning_of(self._client, message.conversation, message.button_key)
        if button is None and message.kind == "text":
            said = private or message.text
            late = rating.said_late(state, said, time.time())
            button = late or state.chosen(said) or rating.said(state, said) or calling.said(state, said)
        if button is None:
            return Met(message, None, private, state)
        return Met(replace(message, text=button["title"]), button, "", state)

    async def stand_first(self, conversation: str) -> None:
        """Let a conversation that a person serves stand first, since its citizen is in danger: the bot is silent, and colleagues see it."""

        def mark() -> None:
            row = open_of(Conversation(pk=conversation))
            if row is not None:
                raise_urgency(row, Handoff.Urgency.DANGER)

        await in_database(mark)

    async def tell_of_unopened(self, message: InboundMessage, received: Received) -> None:
        """Say once that nobody can open what came here, to somebody to whom nothing else is said because a person serves them."""
        if message.kind in unopened.KINDS and not message.flood and not received.opted_out:
            sent = str(message.details.get("type") or "")
            await in_database(unopened.tell, message.conversation, message.kind, sent)

    async def before(self, met: Met, received: Received) -> Spoken | None:
        """What the desk says in place of the dialogue."""
        message = met.message
        # What is no message in words (a photo, a place, a command) is no answer to anything that the desk asked.
        if message.kind not in ("text", "button") or message.flood or message.text.startswith("/"):
            return None
        text = met.private or message.text
        if met.pressed is None and not met.state.asking and received.owner == Conversation.Owner.BOT and not goes_back(text):
            return None

        def decide() -> Spoken | None:
            setting = Setting(snapshot.current(message.agency), received.spoken, timezone.now())
            source = f"{message.conversation}:{message.external_id}"
            return before(Heard(message.conversation, source, received.owner, text, met.pressed, met.state, setting))

        return await in_database(decide)

    async def ended(self, message: InboundMessage) -> Ended | None:
        """What is to be done about a handoff that has ended; None when there is no such handoff."""
        number = int(message.details["handoff"])
        stored = await self._client.get(keys.tracker(message.conversation))

        def decide() -> Ended | None:
            row = Handoff.objects.filter(pk=number, conversation_id=message.conversation).first()
            if row is None:
                return None
            setting = Setting(snapshot.current(message.agency), message.language, timezone.now())
            return Ended(
                ending.farewell(number, setting), ending.tidy(stored, row.service_key), lambda now: ending.note_tidied(number, now)
            )

        return await in_database(decide)

    def saying(
        self, met: Met, message: InboundMessage, replies: list[dict[str, Any]], turn: TurnLike | None, spoken: Spoken | None
    ) -> Saying:
        """What is to be said, as the desk looks at it when it is stored."""
        return Saying(
            source=message.external_id,
            text=message.text,
            replies=replies,
            understanding=None if turn is None else turn.understanding,
            request=spoken.request if spoken is not None else turn.handoff if turn is not None else None,
            state=met.state,
            by_desk=spoken is not None,
            asking=spoken.asking if spoken is not None else "",
            given=spoken.given if spoken is not None else {},
        )

    def remembered(self, conversation: str, before: State, now: State) -> list[tuple[str, str, int]]:
        """What to keep once the message is handled, as (key, value, seconds)."""
        stored, key = now.to_json(), keys.desk_state(conversation)
        if stored:
            return [(key, stored, now.seconds)]
        return [(key, "", _FORGET_SECONDS)] if before.to_json() else []

"""The worker: from one incoming message to its replies in the outbox."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import secrets
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import redis.asyncio
import structlog
from redis.exceptions import RedisError

from bot.desk.citizen.turn import Spoken
from bot.desk.models import Conversation
from bot.pipeline import keys, quick_replies, repeats
from bot.pipeline.at_the_desk import AtTheDesk, Met
from bot.pipeline.attempt import Handling
from bot.pipeline.contract import DialogueLike, TurnLike
from bot.pipeline.danger import is_in_danger
from bot.pipeline.database import in_database, is_unavailable
from bot.pipeline.effects import Effect
from bot.pipeline.errors import TryAgain
from bot.pipeline.leased_stream import Entry
from bot.pipeline.messages import InboundMessage, OutboundMessage
from bot.pipeline.metrics import METRICS
from bot.pipeline.notes import note
from bot.pipeline.plain_replies import is_question, language_of, with_media_notice, without_dialogue
from bot.pipeline.sentences import fault_reply, with_number_notice
from bot.pipeline.store import Received, store_incoming
from bot.pipeline.turn_store import StoredTurn, store_turn
from bot.pipeline.typing_sign import typing

log = structlog.get_logger(__name__)
SECONDS_TO_ANSWER = 25.0
# The supervisor starts a dead action server again within this time.
SECONDS_FOR_ACTIONS = 45.0
_KEPT_SECONDS = 30 * 86_400
_GROUP_SECONDS = 3600
# What a citizen does not miss when the next message is there already: a greeting, a question back, a refusal.
_OVERTAKEN = frozenset({"smalltalk", "ask_back", "refuse"})


@dataclass(frozen=True)
class Answer:
    """What the citizen gets; `turn` is None when the dialogue had no part in it. `spoken` is what the desk says by itself."""

    replies: list[dict[str, Any]]
    language: str
    turn: TurnLike | None
    spoken: Spoken | None = None


def _is_overtaken(answer: Answer, entry: Entry) -> bool:
    """Whether the citizen wrote on before this was answered, so that an answer to a first half of it would only confuse."""
    if answer.turn is None or answer.turn.understanding.get("decision") not in _OVERTAKEN:
        return False
    if entry.fields.get("masked"):
        return False  # the citizen must hear that a number was removed
    return any(fields.get("kind", "text") == "text" for fields in entry.behind)


class Worker:
    """Answers incoming messages with a loaded dialogue."""

    def __init__(self, dialogue: DialogueLike, client: redis.asyncio.Redis[str]) -> None:
        self._dialogue = dialogue
        self._client = client
        self._desk = AtTheDesk(client)
        self._silent_since: dict[str, float] = {}

    @property
    def handling(self) -> Handling:
        """How the inbox is to be consumed."""
        return Handling(self.handle, self.give_up, timeout=40.0, at_once=8)

    async def handle(self, entry: Entry) -> Effect:
        """Store the message and, while the bot may speak in the conversation, answer it."""
        message = InboundMessage.from_fields(entry.fields)
        if message.kind == "handback":
            return await self._hand_back(message)
        if not message.is_turn:
            return await self._note(message)
        METRICS.observe("queue_wait", time.time() - entry.put_at)
        met = await self._desk.meet(message)
        message = met.message
        received = await self._store(message)
        message = replace(message, text=received.text)
        met = replace(met, message=message)
        await self._publish(message.conversation, {"type": "message", "id": received.id})
        in_danger = await is_in_danger(self._dialogue, met, received)
        if in_danger and received.owner == Conversation.Owner.OPERATOR:
            await self._desk.stand_first(message.conversation)
        if not met.may_speak(received, in_danger=in_danger):
            await self._desk.tell_of_unopened(message, received)
            return Effect()
        if received.answered or await self._needs_no_answer(met, received):
            return Effect()
        spoken = await self._desk.before(met, received)
        if spoken is not None:
            reply = {**spoken.reply.to_json(), "language": received.spoken}
            return await self._effect(message, Answer([reply], received.spoken, None, spoken), met)
        await self._publish(message.conversation, {"type": "typing", "on": True})
        async with typing(message):
            answer = await self._answer(entry, message, received, met.button["payload"] if met.button else None)
        if _is_overtaken(answer, entry):
            answer = replace(answer, replies=[])
        return await self._effect(message, answer, met)

    async def give_up(self, entry: Entry, reason: str) -> Effect:
        """Apologise for a message that could not be handled, where it is known whose it is."""
        message = InboundMessage.from_fields(entry.fields)
        if not message.is_turn:
            return Effect()
        received = await self._store(replace(message, sealed=""))
        if received.answered or received.owner != Conversation.Owner.BOT or received.opted_out:
            return Effect()
        return await self._effect(message, self._apology(message, received, reason), Met(message))

    async def _hand_back(self, message: InboundMessage) -> Effect:
        """A person has given the conversation back: say so, and begin the dialogue afresh."""
        end = await self._desk.ended(message)
        if end is None:
            return Effect()
        replies = [] if end.spoken is None else [{**end.spoken.reply.to_json(), "language": message.language}]
        answer = Answer(replies, message.language, None, end.spoken)
        effect = await self._effect(message, answer, Met(message), also=end.note)
        return replace(effect, values=(*effect.values, (keys.tracker(message.conversation), end.tracker, _KEPT_SECONDS)))

    async def _note(self, message: InboundMessage) -> Effect:
        """What changes a row and asks for no answer: an edited text, a status, a contact that was blocked or has moved."""
        changed = await in_database(note, message)
        if changed is not None:
            await self._publish(message.conversation, {"type": "changed", "id": changed})
        return Effect()

    async def _needs_no_answer(self, met: Met, received: Received) -> bool:
        message = met.message
        if received.opted_out and message.kind not in ("start", "stop"):
            return True
        # Two private answers look alike, and each answers another question.
        if message.flood == "more" or (not met.private and await repeats.is_repeat(self._client, message)):
            return True
        return message.kind == "group" and bool(await self._client.exists(keys.group_notice(message.conversation)))

    async def _store(self, message: InboundMessage) -> Received:
        began = time.perf_counter()
        received = await in_database(store_incoming, message)
        METRICS.observe("store", time.perf_counter() - began)
        return received

    async def _answer(self, entry: Entry, message: InboundMessage, received: Received, button: dict[str, Any] | None) -> Answer:
        began = time.perf_counter()
        try:
            if not is_question(message):
                language = language_of(message, received.language)
                plain, meaning = await in_database(without_dialogue, message, language)
                if plain is not None:
                    return Answer([plain], language, None)
                button = button or meaning
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                turn = await self._dialogue.handle(
                    conversation=message.conversation,
                    message_id=message.external_id,
                    text=message.text,
                    agency=message.agency,
                    channel=message.channel,
                    button=button,
                    language=received.language,
                )
        except TryAgain:
            raise
        except Exception as error:  # Whatever it is, the citizen must hear something.
            if is_unavailable(error):
                raise TryAgain(f"The database cannot be used now ({type(error).__name__}).") from error
            return self._apology(message, received, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)[-6:]))
        seconds = time.perf_counter() - began
        METRICS.observe("understanding", seconds)
        if not turn.replies:
            self._wait_for_actions(entry)
            return self._apology(message, received, "no reply")
        self._silent_since.pop(entry.id, None)
        decision, intent = str(turn.understanding.get("decision")), str(turn.understanding.get("intent"))
        METRICS.count("decisions", decision)
        METRICS.count("intents", intent)
        METRICS.count("languages", turn.language)
        log.info(
            "worker.answered",
            conversation=message.conversation,
            external_id=message.external_id,
            agency=message.agency,
            channel=message.channel,
            decision=decision,
            intent=intent,
            language=turn.language,
            replies=len(turn.replies),
            milliseconds=round(seconds * 1000),
        )
        replies = turn.replies
        if message.kind == "media":
            replies = [with_media_notice(replies[0], message, turn.language), *replies[1:]]
        return Answer(replies, str(replies[-1].get("language") or turn.language), turn)

    def _wait_for_actions(self, entry: Entry) -> None:
        """Nothing of the turn is stored yet, so an action server that is being started again costs the citizen a wait, not the answer."""
        since = self._silent_since.setdefault(entry.id, time.monotonic())
        if time.monotonic() - since < SECONDS_FOR_ACTIONS:
            raise TryAgain("The action server has not answered.", 1.0)
        del self._silent_since[entry.id]

    def _apology(self, message: InboundMessage, received: Received, reason: str, where: str = "") -> Answer:
        code = secrets.token_hex(4).upper()
        METRICS.count("errors", "understanding", reason.split(" ", 1)[0][:40])
        log.error(
            "worker.apology",
            code=code,
            reason=reason,
            where=where,
            conversation=message.conversation,
            external_id=message.external_id,
            agency=message.agency,
        )
        return Answer([fault_reply(received.language, code)], received.language, None)

    async def _effect(self, message: InboundMessage, answer: Answer, met: Met, also: Callable[[dt.datetime], None] | None = None) -> Effect:
        notice = keys.mask_notice(message.conversation)
        tell = message.masked and bool(answer.replies) and not await self._client.exists(notice)
        began = time.perf_counter()
        understanding, release = (None, None) if answer.turn is None else (answer.turn.understanding, answer.turn.release)
        first = partial(with_number_notice, language=answer.language) if tell else None
        saying = self._desk.saying(met, message, answer.replies, answer.turn, answer.spoken)
        turn = await in_database(
            store_turn, message, answer.replies, understanding, answer.language, release, saying=saying, first=first, also=also
        )
        METRICS.observe("store", time.perf_counter() - began)
        values = [(notice, "1", _KEPT_SECONDS)] if tell and turn.replies else []
        values += self._desk.remembered(message.conversation, met.state, turn.state)
        if message.is_turn:
            values += repeats.remembered(message, answered=bool(turn.replies))
        if message.kind == "group":
            values.append((keys.group_notice(message.conversation), "1", _GROUP_SECONDS))
        if answer.turn is not None and turn.keeps_dialogue:
            for suffix, value in answer.turn.tracker_writes.items():
                values.append((keys.of_conversation(message.conversation, suffix), value, _KEPT_SECONDS))
        return Effect(
            outbound=_outbound(message, turn),
            values=tuple(values),
            hashes=((keys.buttons(message.conversation), turn.issued, quick_replies.KEPT_SECONDS),) if turn.issued else (),
            published=((keys.events(message.conversation), {"type": "typing", "on": False}),),
        )

    async def _publish(self, conversation: str, event: dict[str, Any]) -> None:
        try:
            await self._client.publish(keys.events(conversation), json.dumps(event))
        except RedisError as error:
            raise TryAgain(f"Redis cannot be reached ({type(error).__name__}).") from error


def _outbound(message: InboundMessage, turn: StoredTurn) -> tuple[OutboundMessage, ...]:
    # Only a message of the citizen is one that an answer can refer to.
    in_reply_to = message.external_id if message.is_turn else ""
    return tuple(
        OutboundMessage(number, message.conversation, message.channel, in_reply_to, position, reply)
        for position, (number, reply) in enumerate(zip(turn.ids, turn.replies, strict=True))
    )

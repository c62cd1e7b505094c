"""Citizens' last questions, asked again of two models: what each makes of them, and where they part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.desk.models import Message

if TYPE_CHECKING:
    from bot.ops.console_dialogue import ConsoleDialogue

MOST = 500
# Rasa begins a new session after an hour of silence, and so does the replay, which asks everything within minutes.
_SESSION = dt.timedelta(minutes=60)
_FIRST_WORDS = 160
Said = dict[str, Any]
ShowProgress = Callable[[float, str], None]


@dataclass(frozen=True)
class Asked:
    """A question of a citizen, masked as it is stored. Questions with the same `session` are one dialogue."""

    message: int
    agency: int
    agency_key: str
    session: str
    text: str
    language: str


def last_questions(most: int = MOST) -> list[Asked]:
    """The last texts that the bot has answered, in the order in which they were written."""
    found = (
        Message.objects.filter(direction=Message.Direction.IN, content={}, understanding__isnull=False)
        .exclude(text="")
        .select_related("conversation__agency")
        .order_by("-id")[:most]
    )
    asked: list[Asked] = []
    last: dict[str, tuple[dt.datetime, int]] = {}
    for message in sorted(found, key=lambda one: one.pk):
        conversation, agency = message.conversation, message.conversation.agency
        before, session = last.get(str(conversation.pk), (message.created, 0))
        if message.created - before > _SESSION:
            session += 1
        last[str(conversation.pk)] = (message.created, session)
        language = conversation.language or agency.default_language
        asked.append(Asked(message.pk, agency.pk, agency.key, f"replay:{conversation.pk}:{session}", message.text, language))
    return asked


async def replay(assistant: ConsoleDialogue, questions: Sequence[Asked], progress: ShowProgress) -> list[Said]:
    """What the model makes of each, in its dialogue as far as that is among them."""
    found = []
    for number, asked in enumerate(questions, start=1):
        turn = await assistant.say(asked.session, asked.text, asked.agency_key, language=asked.language)
        found.append(said(turn.understanding, turn.replies))
        progress(number / len(questions), "")
    for session in {asked.session for asked in questions}:
        assistant.forget(session)
    return found


def said(understanding: dict[str, Any], replies: Sequence[dict[str, Any]]) -> Said:
    """What a model made of a message, as far as a citizen would notice a difference."""
    decision = str(understanding["decision"])
    services = [service["key"] for service in understanding["services"]]
    return {
        "decision": decision,
        "kind": understanding["kind"],
        # Of an answer only the first is answered about; the others are near it.
        "services": services if decision == "choices" else services[:1] if decision == "answer" else [],
        "facets": list(understanding["facets"]) if decision == "answer" else [],
        "faq": understanding["faq"],
        "answer": _first_words(" ".join(" ".join(reply["text"] for reply in replies).split())),
    }


def _first_words(text: str) -> str:
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rstrip()} …"


def kind_of_difference(before: Said, after: Said) -> str:
    """What a citizen would notice: "decision", "topic" or "words"; empty when it is nothing."""
    if before["decision"] != after["decision"]:
        return "decision"
    if any(before[name] != after[name] for name in ("services", "facets", "faq", "kind")):
        return "topic"
    return "words" if before["answer"] != after["answer"] else ""

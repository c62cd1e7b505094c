"""Messages that are answered without understanding them, and commands, whose meaning needs none."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.nlu.language import detect
from bot.nlu.normalise import normalise
from bot.pipeline.commands import meaning_of_command
from bot.pipeline.messages import InboundMessage
from bot.pipeline.notices import media_sentence, notice


def is_question(message: InboundMessage) -> bool:
    """Whether only the dialogue can answer it, as it can almost every message."""
    return message.kind in ("text", "button") and not message.flood and not message.text.startswith("/")


def language_of(message: InboundMessage, otherwise: str) -> str:
    """The language in which such a message is answered: that of what stands beside a photo, if it is in one."""
    return detect(normalise(message.text)) or otherwise if message.kind == "media" else otherwise


def without_dialogue(message: InboundMessage, language: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The reply to a message that is no question, or what a command means (in the shape of a button's payload), or neither
    (a photo with a caption). Not to be asked about what `is_question`.

    Raises:
        bot.catalogue.merge.UnknownAgency: the message's agency does not exist.
    """
    if message.kind == "start":
        return None, {"type": "intent", "intent": "greet"}
    is_command = message.text.startswith("/")
    view = snapshot.current(message.agency)
    reply = notice(message, Setting(view, language, timezone.now()))
    if reply is not None or not is_command:
        return reply, None
    return None, meaning_of_command(message.text, frozenset(view.services))


def with_media_notice(reply: dict[str, Any], message: InboundMessage, language: str) -> dict[str, Any]:
    """The answer to a photo's caption, preceded by the sentence that the photo was not opened."""
    return {**reply, "text": f"{media_sentence(message, language, is_answered=True)}\n\n{reply['text']}".rstrip()}

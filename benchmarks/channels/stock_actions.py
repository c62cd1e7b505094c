"""Our actions for stock Rasa, for `rasa run actions`: the same texts from the same catalogue, said in a way that its channels can show.

Stock finds the intent alone. So the facet is that of the intent, and the service is looked for by its names in the words of the message,
which costs next to nothing. Rasa's channels cut a text at every blank line and send each piece as a message of its own, and on Twilio each
button too; so there are no blank lines, and WhatsApp's choices stand in the text, as ours do. That is less work for stock.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.utils import timezone
from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import SLOTS, AssistantAction, Turn
from benchmarks.channels.audience import AGENCIES, Channel
from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.nlu.normalise import is_japanese, normalise
from bot.replies import Reply
from channels.splitting import split, utf16_units

LONGEST: dict[Channel, int] = {"telegram": 4096, "whatsapp": 1600}
_SHORTEST_NAME = 3


@lru_cache(maxsize=4)
def _names(agency: str, language: str) -> tuple[tuple[str, str], ...]:
    """Names of services in normal form with their keys, the longest first."""
    services = snapshot.current(agency).services.values()
    found = {
        _bare(normalise(name)): service.key
        for service in services
        for name in (service.name.get(language, ""), service.short_name.get(language, ""), *service.aliases.get(language, ()))
    }
    return tuple(sorted(((n, key) for n, key in found.items() if len(n) >= _SHORTEST_NAME), key=lambda pair: -len(pair[0])))


def _bare(text: str) -> str:
    return text.replace(" ", "")


def understood(tracker: Tracker) -> tuple[Turn, Channel]:
    """The turn, as far as an intent and words tell it."""
    message = tracker.latest_message or {}
    channel: Channel = "telegram" if tracker.get_latest_input_channel() == "telegram" else "whatsapp"
    agency = AGENCIES[channel][0]
    text = str(message.get("text") or "")
    language = "ja" if is_japanese(text) else "id"
    bare = _bare(normalise(text))
    service = next((key for name, key in _names(agency, language) if name in bare), None)
    intent = str((message.get("intent") or {}).get("name") or "")
    facet = intent.removeprefix("ask_") if intent.startswith("ask_") else "overview"
    decision = {
        "decision": "answer" if service else "ask_back",
        "services": [service] if service else [],
        "facets": [facet],
        "language": language,
    }
    slots = {name: tracker.get_slot(name) for name in SLOTS}
    return Turn(decision, slots, Setting(snapshot.current(agency), language, timezone.now())), channel


def say(reply: Reply, channel: Channel, dispatcher: CollectingDispatcher) -> None:
    """Utter a reply as plain text, with buttons on Telegram."""
    lines = [line for line in reply.text.split("\n") if line.strip()]
    lines += [f"{link.title}: {link.url}" for link in reply.links]
    if channel == "whatsapp" and not reply.numbered:
        lines += [f"{number}. {choice.title}" for number, choice in enumerate(reply.quick_replies, 1)]
    *first, last = split("\n".join(lines), LONGEST[channel], utf16_units)
    for part in first:
        dispatcher.utter_message(text=part)
    buttons = [{"title": choice.title, "payload": str(number)} for number, choice in enumerate(reply.quick_replies, 1)]
    if channel == "telegram" and buttons:
        dispatcher.utter_message(text=last, buttons=buttons, button_type="vertical")
    else:
        dispatcher.utter_message(text=last)


async def run(self: AssistantAction, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
    """In place of `AssistantAction.run`."""
    turn, channel = understood(tracker)
    outcome = self.respond(turn)
    if outcome.reply is not None:
        say(outcome.reply, channel, dispatcher)
    return [SlotSet(name, value) for name, value in outcome.slots.items() if turn.slots.get(name) != value]


for _module in ("concerns", "feedback", "language", "overview", "services", "smalltalk"):
    import_module(f"actions.{_module}")
AssistantAction.run = run  # type: ignore[method-assign]

"""Commands that a citizen can type on any channel. Text that begins with "/" is one only if it is on this list."""

from __future__ import annotations

from typing import Any

_INTENTS = {
    "start": "greet",
    "help": "help",
    "bantuan": "help",
    "language": "change_language",
    "bahasa": "change_language",
    "menu": "list_services",
    "layanan": "list_services",
    "privacy": "privacy",
    "privasi": "privacy",
    "human": "speak_to_person",
    "petugas": "speak_to_person",
}
_LANGUAGES = {"id": "id", "indonesia": "id", "ja": "ja", "jp": "ja", "jepang": "ja", "japanese": "ja", "日本語": "ja", "indonesian": "id"}


def meaning_of_command(text: str, services: frozenset[str]) -> dict[str, Any] | None:
    """What a command means, in the shape of a button's payload; None when the text is no command.

    `services` are the keys that a deep link may name ("/start ktp-el-baru"). What is not on the list asks for help.
    """
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    name, rest = name.split("@", 1)[0].casefold(), rest.strip().casefold()
    intent = _INTENTS.get(name)
    if intent is None:
        return {"type": "intent", "intent": "help"}
    if intent == "greet" and rest in services:
        return {"type": "service", "service": rest, "facets": ["overview"]}
    if intent == "change_language" and rest in _LANGUAGES:
        return {"type": "language", "language": _LANGUAGES[rest]}
    return {"type": "intent", "intent": intent}

"""Which language a citizen asks for."""

from __future__ import annotations

import re

from bot.languages import PLAIN_JAPANESE
from bot.nlu.plain_japanese import asks_for_plain_japanese

_JAPANESE = re.compile(r"jepang|japan|japanese|nihongo|日本語|にほんご")
_INDONESIAN = re.compile(r"indonesia|indo\b|インドネシア|いんどねしあ|\bbahasa$")


def requested_language(text: str) -> str | None:
    """id, ja, ja_easy (やさしい日本語), or None when a normalised text names neither (English, say).

    「日本語から……インドネシア語に」 names both: the language named last is the one wanted.
    """
    if asks_for_plain_japanese(text):
        return PLAIN_JAPANESE
    last = {"ja": -1, "id": -1}
    for language, pattern in (("ja", _JAPANESE), ("id", _INDONESIAN)):
        for match in pattern.finditer(text):
            last[language] = match.start()
    if max(last.values()) < 0:
        return None
    return max(last, key=last.__getitem__)

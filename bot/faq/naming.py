"""A key for an FAQ whose author does not care for keys."""

from __future__ import annotations

import re
import unicodedata

from bot.catalogue.models import Agency
from bot.faq.content import Content
from bot.faq.models import Faq

_LONGEST = 40
_WORDS = re.compile(r"[a-z0-9]+")


def free_key(agency: Agency, content: Content) -> str:
    """A key after the words of the Indonesian question, which the agency has not used and does not inherit."""
    stem = _stem(content["question"].get("id", "")) or "faq"
    taken = set(Faq.objects.filter(agency__in=agency.lineage, key__startswith=stem[: _LONGEST - 5]).values_list("key", flat=True))
    key, number = stem, 1
    while key in taken:
        number += 1
        ending = f"-{number}"
        key = stem[: _LONGEST - len(ending)].rstrip("-") + ending
    return key


def _stem(question: str) -> str:
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    found = ""
    for word in _WORDS.findall(plain):
        longer = f"{found}-{word}" if found else word
        if len(longer) > _LONGEST:
            break
        found = longer
    return found

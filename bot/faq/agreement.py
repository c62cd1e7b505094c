"""What the two languages of an FAQ state differently, in sentences that can be said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from bot.catalogue.audit import agreement
from bot.languages import Localized
from bot.sentence import Sentence

_SENTENCES = {
    "not_in_ja": _("the Japanese text does not state %(stated)s"),
    "not_in_id": _("the Indonesian text does not state %(stated)s"),
    "only_in_easy": _("only the plain Japanese text states %(stated)s"),
    "free_in_id": _("only the Indonesian text says that it is free"),
    "free_in_ja": _("only the Japanese text says that it is free"),
}


def disagreements(text: Localized) -> Iterator[Sentence]:
    """Each difference."""
    for found in agreement.disagreements(text):
        yield Sentence(_SENTENCES[found.kind], **({"stated": found.stated} if found.stated else {}))

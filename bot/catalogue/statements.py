"""The single statements of the catalogue about a service: each item, step and sentence, with the facet that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.catalogue.amounts import amount_in_words
from bot.catalogue.views import FeeView, ServiceView
from bot.languages import Localized, say
from bot.nlu.normalise import is_japanese, normalise

# A full stop ends a sentence where a new one begins; it does not in "Rp35.000" and "Jl. Letkol".
_SENTENCE_END = re.compile(r"(?<=。)|(?<=[^A-Z][a-z)\d]\.)\s+(?=[A-Z“])")
# From this length on a word also counts inside a longer one: "fotokopi" in "difotokopi".
_FOUND_INSIDE = 5


@dataclass(frozen=True)
class Statement:
    """One item, step or sentence as the citizen reads it, and the facet whose answer holds it. case: for whom alone it holds.

    listed: it is an item of a list that the facet's answer shows as a whole, with what each costs.
    """

    facet: str
    text: str
    case: str = ""
    listed: bool = False


def sentences(text: Localized | None, form: str) -> list[str]:
    """The sentences of a text in one form of a language."""
    return [part.strip() for part in _SENTENCE_END.split(say(text, form)) if part.strip()]


def _texts(service: ServiceView) -> Iterable[tuple[str, Localized | None]]:
    yield "overview", service.summary
    yield "overview", service.notes
    yield "who", service.who
    for facet in ("processing_time", "deadline", "validity", "where", "online", "form"):
        yield facet, (getattr(service, facet) or {}).get("text")
    yield "hours", (service.where or {}).get("hours")
    yield "deadline", service.late
    yield "fee", service.fee_note


def _of_fee(fee: FeeView, form: str) -> str:
    """What a fee is for, and the amount, as the list of fees says it."""
    language = "id" if form == "id" else "ja"
    return f"{say(fee.label, form)}{': ' if language == 'id' else '：'}{amount_in_words(fee, language)}"


def statements(service: ServiceView, form: str) -> tuple[Statement, ...]:
    """All statements about a service in one form of a language (`id`, `ja`, `ja_easy`); what to bring first, as items."""
    found = []
    for group in service.requirements:
        case = say(group.get("label"), form) if len(service.requirements) > 1 else ""
        found += [Statement("requirements", say(item, form), case) for item in group["items"]]
        found += [Statement("requirements", sentence, case) for sentence in sentences(group.get("note"), form)]
    found += [Statement("procedure", say(step, form)) for step in service.procedure]
    found += [
        Statement("fee", _of_fee(fee, form), listed=True) for fee in service.fees if fee.label and not (fee.valid_from or fee.valid_to)
    ]
    for facet, text in _texts(service):
        found += [Statement(facet, sentence) for sentence in sentences(text, form)]
    return tuple(statement for statement in found if statement.text)


@lru_cache(maxsize=16_384)
def _form_to_compare(text: str) -> str:
    return normalise(text)


def _holds(text: str, words: Sequence[str]) -> bool:
    for word in words:
        if is_japanese(word) or len(word) >= _FOUND_INSIDE:
            if word in text:
                return True
        elif re.search(rf"\b{re.escape(word)}(?:nya)?\b", text):
            return True
    return False


def says_all(text: str, particulars: Sequence[Sequence[str]]) -> bool:
    """Whether a text holds every one of the particulars (see `shares`)."""
    return all(_holds(_form_to_compare(text), words) for words in particulars)


def sentence_with(text: Localized, form: str, words: Sequence[str]) -> list[str]:
    """The first sentence of a text that holds most of the words, if any holds one."""
    held = {sentence: sum(_holds(_form_to_compare(sentence), (word,)) for word in words) for sentence in sentences(text, form)}
    best = max(held, key=held.__getitem__, default=None)
    return [best] if best is not None and held[best] else []


def shares(service: ServiceView, form: str, particulars: Sequence[Sequence[str]]) -> list[tuple[float, Statement]]:
    """The statements that hold some of the particulars, with the share that they hold, most first.

    Each particular is one word of a message in the forms in which it may stand in a text.
    """
    if not particulars:
        return []
    counted = []
    for statement in statements(service, form):
        text = _form_to_compare(f"{statement.case} {statement.text}")
        held = sum(_holds(text, words) for words in particulars)
        if held:
            counted.append((held / len(particulars), statement))
    return sorted(counted, key=lambda pair: -pair[0])

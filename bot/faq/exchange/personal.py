"""No FAQ holds a number that belongs to a person: everybody reads the answer, and the variants are kept as they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.catalogue.views import AgencyView
from bot.privacy.chains import find_numbers
from bot.privacy.folding import fold
from bot.privacy.kinds import Kind
from bot.privacy.masking import NOTHING, mask_identity_numbers

# An answer may say where an office can be reached.
REACHED = frozenset[Kind]({"phone", "email"})
_WORDS = {
    "identity": "an identity number",
    "tax": "a tax number",
    "card": "the number of a bank card",
    "account": "an account number",
    "passport": "a passport number",
    "residence": "the number of a residence card",
    "email": "an e-mail address",
    "phone": "a telephone number",
}
_SAME_ENDING = 7  # what is left of a number without area and country code, in whichever way these are written


def personal_numbers(question: str, answer: str, variants: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each column that holds such a number, and a sentence which does not repeat it."""
    for column, text, allowed in (("question", question, NOTHING), ("answer", answer, REACHED)):
        if kinds := mask_identity_numbers(text, allowed).kinds:
            yield column, f"the {column} holds {_told(kinds)}; take it out"
    for index, variant in enumerate(variants, start=1):
        if kinds := mask_identity_numbers(variant).kinds:
            yield "variants", f"variant {index} holds {_told(kinds)}; take it out"


def known_phones(view: AgencyView) -> set[str]:
    """The telephone numbers that the agency's offices, contacts and FAQ state, each as its last digits."""
    texts = [
        text
        for localized in (view.contact, view.complaint, view.illegal_fee, *view.distress.values())
        for text in (localized or {}).values()
    ]
    texts += [office.phone for office in view.offices.values() if office.phone]
    texts += [text for entry in view.faq.values() for text in entry.answer.values()]
    return {number for text in texts for number in phones_in(text)}


def phones_in(text: str) -> set[str]:
    """The telephone numbers in a text, each as its last digits."""
    folded = fold(text).text
    found = [folded[start:end] for start, end, kind in find_numbers(folded) if kind == "phone"]
    return {"".join(sign for sign in number if sign.isdigit())[-_SAME_ENDING:] for number in found}


def _told(kinds: frozenset[str]) -> str:
    return " and ".join(sorted(_WORDS.get(kind, "a personal number") for kind in kinds))

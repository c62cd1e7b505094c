"""No FAQ holds a number that belongs to a person: everybody reads the answer, and the variants are kept as they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop as _

from bot.catalogue.views import AgencyView
from bot.privacy.chains import find_numbers
from bot.privacy.folding import fold
from bot.privacy.kinds import REACHED
from bot.privacy.masking import NOTHING, mask_identity_numbers
from bot.sentence import Sentence

_WORDS = {
    "identity": _("an identity number"),
    "tax": _("a tax number"),
    "card": _("the number of a bank card"),
    "account": _("an account number"),
    "passport": _("a passport number"),
    "residence": _("the number of a residence card"),
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
}
_HOLDS = {"question": _("the question holds %(what)s; take it out"), "answer": _("the answer holds %(what)s; take it out")}
_SAME_ENDING = 7  # what is left of a number without area and country code, in whichever way these are written


def personal_numbers(question: str, answer: str, variants: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each column that holds such a number, and a sentence which does not repeat it."""
    for column, text, allowed in (("question", question, NOTHING), ("answer", answer, REACHED)):
        if kinds := mask_identity_numbers(text, allowed).kinds:
            yield column, Sentence(_HOLDS[column], what=_told(kinds))
    for index, variant in enumerate(variants, start=1):
        if kinds := mask_identity_numbers(variant).kinds:
            yield "variants", Sentence(_("variant %(index)d holds %(what)s; take it out"), index=index, what=_told(kinds))


def known_phones(view: AgencyView) -> set[str]:
    """The telephone numbers that the agency's offices, contacts and FAQ state, each as its last digits."""
    texts = [
        text
        for localized in (view.contact, view.general_contact, view.complaint, view.illegal_fee, *view.distress.values())
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


def _told(kinds: frozenset[str]) -> Sentence:
    first, *others = sorted(_WORDS.get(kind, _("a personal number")) for kind in kinds)
    told = Sentence(first)
    for other in others:
        told = Sentence(_("%(one)s and %(other)s"), one=told, other=Sentence(other))
    return told

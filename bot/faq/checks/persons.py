"""Numbers and addresses of persons in what an FAQ says."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bot.faq.checks.finding import Finding, error
from bot.faq.content import Content
from bot.privacy.kinds import REACHED, Kind
from bot.privacy.masking import NOTHING, mask_identity_numbers

_MESSAGES: dict[str, str | Promise] = {
    "identity": _("This text contains an identity number. Please take it out; everybody can read it."),
    "tax": _("This text contains a tax number. Please take it out; everybody can read it."),
    "card": _("This text contains the number of a bank card. Please take it out; everybody can read it."),
    "account": _("This text contains the number of a bank account. Please take it out; everybody can read it."),
    "passport": _("This text contains a passport number. Please take it out; everybody can read it."),
    "residence": _("This text contains the number of a residence card. Please take it out; everybody can read it."),
    "email": _("This text contains an e-mail address. Please take it out; only an answer may name the address of an office."),
    "phone": _("This text contains a telephone number. Please take it out; only an answer may name the number of an office."),
}


def personal_data(content: Content) -> Iterator[Finding]:
    """Each text that holds such a number, once for each kind; the number itself is not repeated."""
    for field in ("question", "answer"):
        for language, text in content[field].items():
            yield from _in(text, field, language, REACHED if field == "answer" else NOTHING)
    for language, phrases in content["variants"].items():
        for index, phrase in enumerate(phrases):
            yield from _in(phrase, "variants", language, NOTHING, index)
    for field in ("quick_replies", "links"):
        for index, entry in enumerate(content[field]):
            for language, text in (entry.get("title") or {}).items():
                yield from _in(text, field, language, NOTHING, index)


def must_not_be_kept(content: Content) -> list[Finding]:
    """Those numbers that not even a draft may hold, as every version of it stays for good: all but how somebody can be reached."""
    reached = {f"personal_{kind}" for kind in REACHED}
    return [finding for finding in personal_data(content) if finding.code not in reached]


def _in(text: str, field: str, language: str, allowed: frozenset[Kind], index: int | None = None) -> Iterator[Finding]:
    for kind in sorted(mask_identity_numbers(text, allowed).kinds):
        yield error(f"personal_{kind}", field, language, _MESSAGES[kind], index)

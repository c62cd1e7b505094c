"""Numbers and addresses of persons in what a service says: everybody reads it, and every version of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from bot.catalogue.audit.texts import localized
from bot.catalogue.editing.content import PHRASES, Content
from bot.catalogue.editing.finding import Finding, error
from bot.privacy.kinds import REACHED, Kind
from bot.privacy.masking import NOTHING, mask_identity_numbers


def personal_numbers(content: Content) -> Iterator[Finding]:
    """Each text that holds such a number; the number itself is not repeated."""
    for path, texts in localized(content):
        for language, text in texts.items():
            yield from _in(text, (*path, language), REACHED)
    # Nobody asks for a service by a telephone number.
    for facet in PHRASES:
        for language, phrases in content.get(facet, {}).items():
            for index, phrase in enumerate(phrases):
                yield from _in(phrase, (facet, language, index), NOTHING)


def must_not_be_kept(content: Content) -> list[Finding]:
    """Those that not even a draft may hold: all but how somebody can be reached."""
    return [one for one in personal_numbers(content) if one.code == "personal"]


def _in(text: str, path: tuple[str | int, ...], allowed: frozenset[Kind]) -> Iterator[Finding]:
    kinds = mask_identity_numbers(text, allowed).kinds
    if kinds - REACHED:
        message = _("This looks like somebody's own number, such as an identity number. Please take it out; everybody can read it.")
        yield error("personal", path, message)
    elif kinds:
        message = _("This phrase holds a telephone number or an e-mail address. Please take it out.")
        yield error("reached", path, message)

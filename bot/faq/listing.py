"""What an agency answers as FAQ, whose each entry is, and what is missing in a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.languages import LANGUAGES, say


@dataclass(frozen=True)
class Listed:
    """One FAQ: the agency that states it, its question in each language, and for each language what is missing."""

    key: str
    owner: str
    published: bool
    questions: dict[str, str]
    missing: dict[str, tuple[str, ...]]


def list_faq(agency: str) -> Iterator[Listed]:
    """The agency's FAQ by key, inherited ones too, the nearest agency's where several have the key; unpublished ones are marked.

    Raises:
        UnknownAgency: no agency has this key.
    """
    record = Agency.objects.filter(key=agency).first()
    if record is None:
        raise UnknownAgency(agency)
    nearest: dict[str, Faq] = {}
    owners = {ancestor.pk: ancestor.key for ancestor in record.lineage}
    for owner in reversed(owners):
        nearest |= {entry.key: entry for entry in Faq.objects.filter(agency_id=owner, inherits=False).prefetch_related("variants")}
    for key, entry in sorted(nearest.items()):
        questions: dict[str, str] = {language: say(entry.question, language) for language in LANGUAGES}
        missing: dict[str, tuple[str, ...]] = {language: tuple(_missing(entry, language)) for language in LANGUAGES}
        yield Listed(key, owners[entry.agency_id], entry.published and not entry.archived, questions, missing)


def _missing(entry: Faq, language: str) -> Iterator[str]:
    if not say(entry.question, language).strip():
        yield "question"
    if not say(entry.answer, language).strip():
        yield "answer"
    if not any(variant.language == language for variant in entry.variants.all()):
        yield "variants"

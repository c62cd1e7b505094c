"""The words by which citizens' messages find a service: enough of them, and none that leads to two services."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial

from bot.catalogue.audit.corpus import Corpus, Offered
from bot.catalogue.audit.finding import Finding, contradiction, gap
from bot.catalogue.audit.inheritance import first_lacking
from bot.languages import LANGUAGES

ENOUGH = {"aliases": 8, "examples": 12}


def too_few_phrases(corpus: Corpus) -> Iterator[Finding]:
    """Each service with fewer aliases or examples in a language than the linker needs."""
    for field, enough in ENOUGH.items():
        for language in LANGUAGES:
            for service, _ in first_lacking(corpus, partial(_has_too_few, field, language)):
                count = len(service.document[field].get(language, []))
                yield gap("phrases", service.agency, service.key, f"{field}.{language}", f"{count}, and {enough} are wanted")


def _has_too_few(field: str, language: str, service: Offered) -> bool:
    return len(service.document[field].get(language, [])) < ENOUGH[field]


def shared_aliases(corpus: Corpus) -> Iterator[Finding]:
    """Each alias of a service that is also an alias or a name of another service of the agency, told once for a lineage."""
    told: set[tuple[str, str, str]] = set()
    for agency in corpus.agencies:
        offered = corpus.offered(agency)
        claims: dict[str, list[str]] = {}
        for service in offered.values():
            for phrase in _claimed(service):
                claims.setdefault(phrase, []).append(service.key)
        for service in offered.values():
            for language, aliases in service.document["aliases"].items():
                for alias in aliases:
                    others = [key for key in claims[bare(alias)] if key != service.key]
                    mark = (service.key, alias, ",".join(others))
                    if others and mark not in told:
                        told.add(mark)
                        sentence = f"{alias!r} also stands for {', '.join(others)}"
                        yield contradiction("shared alias", agency, service.key, f"aliases.{language}", sentence)


def _claimed(service: Offered) -> set[str]:
    names = [
        service.document[field].get(language, "") for field in ("name", "short_name") for language in LANGUAGES if field in service.document
    ]
    aliases = [alias for phrases in service.document["aliases"].values() for alias in phrases]
    return {bare(phrase) for phrase in (*names, *aliases) if phrase}


def bare(phrase: str) -> str:
    """The phrase without what typing changes: width, case, spaces, hyphens."""
    return "".join(c for c in unicodedata.normalize("NFKC", phrase).casefold() if c not in " -_・")

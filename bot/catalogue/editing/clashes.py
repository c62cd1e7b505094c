"""Words that already lead citizens to another service of the agency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.catalogue.audit.corpus import Corpus, Offered
from bot.catalogue.audit.phrases import bare
from bot.languages import LANGUAGES, Localized


@dataclass(frozen=True)
class Clash:
    """A phrase, and the other service that has it as a name, an alias or an example."""

    phrase: str
    key: str
    name: Localized


class Claims:
    """Which services have which words; made once for any number of questions."""

    def __init__(self, corpus: Corpus, agency: str) -> None:
        self._services = corpus.offered(agency)
        self._owners: dict[str, list[str]] = {}
        for service in self._services.values():
            for phrase in _words_of(service):
                owners = self._owners.setdefault(bare(phrase), [])
                if service.key not in owners:
                    owners.append(service.key)

    def clashes(self, key: str, phrases: Iterable[str]) -> Iterator[Clash]:
        """Each of the phrases that another service than `key` has, with that service."""
        for phrase in phrases:
            for owner in self._owners.get(bare(phrase), ()) if bare(phrase) else ():
                if owner != key:
                    yield Clash(phrase, owner, self._services[owner].document["name"])


def _words_of(service: Offered) -> Iterator[str]:
    for field in ("name", "short_name"):
        yield from (service.document.get(field, {}).get(language, "") for language in LANGUAGES)
    for field in ("aliases", "examples"):
        for texts in service.document[field].values():
            yield from texts

"""Services that an agency should hold and does not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.expectations import Expectations
from bot.catalogue.audit.finding import Finding, gap


def missing_services(corpus: Corpus, expectations: Expectations) -> Iterator[Finding]:
    """Each service of the scope that its agency has no record of; a hidden one counts as decided."""
    for agency, services in expectations.scope.items():
        for key, name in services.items():
            if agency not in corpus.agencies:
                yield gap("scope", agency, key, "key", f"the agency is missing, and with it {name['id']}")
            elif key not in corpus.agencies[agency].services:
                yield gap("scope", agency, key, "key", f"the service is missing: {name['id']} ({name['ja']})")

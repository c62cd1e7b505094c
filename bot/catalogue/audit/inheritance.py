"""Saying once, at the agency that all inherit from, what its children lack too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.catalogue.audit.corpus import Corpus, Offered


def first_lacking(corpus: Corpus, lacks: Callable[[Offered], bool]) -> Iterator[tuple[Offered, list[str]]]:
    """Each service that lacks something without its parent lacking it already, and the children that share the lack."""
    lacking = {
        (agency, service.key): service for agency in corpus.agencies for service in corpus.offered(agency).values() if lacks(service)
    }
    for (agency, key), service in lacking.items():
        if (corpus.agencies[agency].parent, key) in lacking:
            continue
        yield (
            service,
            [other for other in corpus.agencies if other != agency and agency in corpus.lineage(other) and (other, key) in lacking],
        )


def shared(children: list[str], how: str = "nor in") -> str:
    """The part of a sentence that names the children."""
    return f" ({how} {', '.join(children)})" if children else ""

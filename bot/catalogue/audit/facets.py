"""Facets that a service does not hold, so that the bot has to send the citizen to the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from bot.catalogue.audit.corpus import Corpus, Document, Offered
from bot.catalogue.audit.finding import Finding, gap
from bot.catalogue.audit.inheritance import first_lacking, shared
from bot.catalogue.views import FACETS, Facet

_FIELDS: dict[Facet, tuple[str, ...]] = {"overview": ("summary",), "fee": ("fees", "fee_note")}


def missing_facets(corpus: Corpus) -> Iterator[Finding]:
    """Each facet that a service lacks; of hours, what the offices say that it names; a nation names none."""
    for facet in FACETS:
        lacks: Callable[[Offered], bool] = partial(_no_hours, corpus) if facet == "hours" else partial(_no_field, facet)
        for service, children in first_lacking(corpus, lacks):
            field = _FIELDS.get(facet, (facet,))[0]
            yield gap("facet", service.agency, service.key, field, f"nothing is said about {facet} here{shared(children)}")


def _no_field(facet: Facet, service: Offered) -> bool:
    return not any(name in service.document for name in _FIELDS.get(facet, (facet,)))


def _no_hours(corpus: Corpus, service: Offered) -> bool:
    if corpus.agencies[service.agency].parent is None:
        return False
    offices = corpus.offices(service.agency)
    named = service.document.get("where", {}).get("offices", [])
    places: list[Document] = [offices[key] for key in named if key in offices]
    return not any("hours" in office or "hours_note" in office for office in places)


def unknown_hours(corpus: Corpus) -> Iterator[Finding]:
    """Each office whose opening hours are not known."""
    for agency, records in corpus.agencies.items():
        for office in records.document.get("offices", []):
            if "hours" not in office:
                yield gap("facet", agency, "agency", f"offices.{office['key']}.hours", "the opening hours are not known")

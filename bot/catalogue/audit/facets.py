"""Facets that a service does not hold, so that the bot has to send the citizen to the office."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.catalogue.audit.corpus import Corpus, Document, Offered
from bot.catalogue.audit.finding import Finding, gap, left
from bot.catalogue.audit.inheritance import first_lacking, shared
from bot.catalogue.views import FACETS, Facet

_FIELDS: dict[str, tuple[str, ...]] = {"overview": ("summary",), "fee": ("fees", "fee_note")}


def missing_facets(corpus: Corpus) -> Iterator[Finding]:
    """Each facet that a service lacks, those apart that are marked as left to the agency.

    Of hours, what the offices say that it names; a nation names none.
    """
    for facet in FACETS:
        field = _FIELDS.get(facet, (facet,))[0]
        for service, children in first_lacking(corpus, partial(_lacks, corpus, facet, marked=False)):
            yield gap("facet", service.agency, service.key, field, f"nothing is said about {facet} here{shared(children)}")
        for service, children in first_lacking(corpus, partial(_lacks, corpus, facet, marked=True)):
            sentence = f"citizens are told to ask about {facet}{shared(children, 'also in')}"
            yield left("facet", service.agency, service.key, field, sentence)


def overtaken_marks(corpus: Corpus) -> Iterator[Finding]:
    """Each facet that a record leaves to the agency although it is stated by now."""
    for agency, records in corpus.agencies.items():
        for key, service in corpus.offered(agency).items():
            for facet in records.services.get(key, {}).get("left_to_agency", []):
                if _states(corpus, facet, service):
                    yield gap("facet", agency, key, "left_to_agency", f"{facet} is stated by now: take it off this list")


def open_amounts(corpus: Corpus) -> Iterator[Finding]:
    """Each fee without an amount, because the agency sets it or it is not certain."""
    for agency, records in corpus.agencies.items():
        for key, record in records.services.items():
            for index, fee in enumerate(record.get("fees", [])):
                if fee.get("amount") is None:
                    yield left("facet", agency, key, f"fees.{index}.amount", "citizens are told to ask about the amount")


def _lacks(corpus: Corpus, facet: Facet, service: Offered, *, marked: bool) -> bool:
    if facet == "hours" and corpus.agencies[service.agency].parent is None:
        return False
    return not _states(corpus, facet, service) and (facet in service.document.get("left_to_agency", [])) == marked


def _states(corpus: Corpus, facet: str, service: Offered) -> bool:
    if facet == "hours":
        return _states_hours(corpus, service)
    return any(name in service.document for name in _FIELDS.get(facet, (facet,)))


def _states_hours(corpus: Corpus, service: Offered) -> bool:
    where = service.document.get("where", {})
    offices = corpus.offices(service.agency)
    places: list[Document] = [offices[key] for key in where.get("offices", []) if key in offices]
    return "hours" in where or any("hours" in office or "hours_note" in office for office in places)


def unknown_hours(corpus: Corpus) -> Iterator[Finding]:
    """Each office whose opening hours are not known; apart, those of which a note tells citizens to ask first."""
    for agency, records in corpus.agencies.items():
        for office in records.document.get("offices", []):
            field = f"offices.{office['key']}.hours"
            if "hours" not in office and "hours_note" in office:
                yield left("facet", agency, "agency", field, "the hours are not certain, and a note says so")
            elif "hours" not in office:
                yield gap("facet", agency, "agency", field, "the opening hours are not known")

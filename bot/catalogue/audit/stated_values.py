"""Whether a field's value says the same as its text: the value is what a table exports, the text what a citizen reads."""

from __future__ import annotations

from collections.abc import Iterator

from bot.catalogue.audit.corpus import Corpus, Document
from bot.catalogue.audit.finding import Finding, contradiction
from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.quantities.quantity import duration, without_counterpart

_DURATIONS = ("processing_time", "deadline", "validity")
_CURRENCIES = {"ID": "IDR", "JP": "JPY"}


def values_unlike_texts(corpus: Corpus) -> Iterator[Finding]:
    """Each time whose text, in either language, does not state its value."""
    for agency, records in corpus.agencies.items():
        for key, record in records.services.items():
            for field in _DURATIONS:
                for sentence in _unlike(record.get(field) or {}):
                    yield contradiction("value", agency, key, field, sentence)


def _unlike(facet: Document) -> Iterator[str]:
    for name in ("value", "value_max"):
        if facet.get(name) is None:
            continue
        stated = duration(float(facet[name]), facet["unit"], f"{facet[name]} {facet['unit']}")
        for language, read in (("id", indonesian.quantities), ("ja", japanese.quantities)):
            if without_counterpart([stated], read(facet["text"].get(language, ""))):
                yield f"{name} is {stated.written}, but the text in {language!r} does not state it"


def foreign_currencies(corpus: Corpus) -> Iterator[Finding]:
    """Each fee in a currency that the agency's country does not have."""
    for agency, records in corpus.agencies.items():
        expected = _CURRENCIES[records.document["country"]]
        for key, record in records.services.items():
            for index, fee in enumerate(record.get("fees", [])):
                if fee["currency"] != expected:
                    yield contradiction(
                        "value", agency, key, f"fees.{index}.currency", f"{fee['currency']}, but citizens here pay in {expected}"
                    )

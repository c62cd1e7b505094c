"""Statements without a source, and sources that nobody has read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue.audit.corpus import Corpus, Document
from bot.catalogue.audit.finding import Finding, gap
from bot.catalogue.audit.quantities import indonesian, japanese

_ADDRESS = re.compile(r"\b(?:Jl\.|Jln\.|Jalan)\s*[A-Z]|\d+丁目|\d+番地")


def missing_sources(corpus: Corpus) -> Iterator[Finding]:
    """Each service record without sources, or with sources and no day on which they were read."""
    for agency, records in corpus.agencies.items():
        for key, record in records.services.items():
            if record.get("hidden"):
                continue
            provenance = record.get("provenance") or {}
            if not provenance.get("sources"):
                yield gap("source", agency, key, "provenance.sources", "the record names no source")
            if not provenance.get("verified_on"):
                yield gap("source", agency, key, "provenance.verified_on", "nobody has said when the sources were read")


def contacts_without_source(corpus: Corpus) -> Iterator[Finding]:
    """Each telephone number and address of an office, of an agency's own texts or of an FAQ that no source stands behind."""
    for agency, records in corpus.agencies.items():
        for office in records.document.get("offices", []):
            for field in ("phone", "address"):
                if office.get(field) and not office.get("sources"):
                    yield gap("contact", agency, "agency", f"offices.{office['key']}.{field}", f"the {field} has no source")
        stated = {field: records.document.get(field) for field in ("contact", "general_contact", "complaint", "illegal_fee")}
        stated |= {f"distress.{kind}": text for kind, text in records.document.get("distress", {}).items()}
        for field, text in stated.items():
            if _holds_contact(text) and not records.document.get("sources"):
                yield gap("contact", agency, "agency", field, "a telephone number or address stands here, and the agency names no source")
        for entry in records.faq:
            if _holds_contact(entry["answer"]) and not entry.get("sources"):
                yield gap("contact", agency, "faq", f"{entry['key']}.answer", "a telephone number or address has no source")


def _holds_contact(text: Document | None) -> bool:
    if not text:
        return False
    stated = indonesian.quantities(text.get("id", "")) + japanese.quantities(text.get("ja", ""))
    return any(one.kind == "phone" for one in stated) or any(_ADDRESS.search(words) for words in text.values())

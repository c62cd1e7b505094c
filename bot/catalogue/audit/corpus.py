"""The whole catalogue as documents, from the content files or from the database, and each agency's merged view of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.catalogue.content_files import ContentFile
from bot.catalogue.exchange.documents import own_documents
from bot.catalogue.load import read_content
from bot.catalogue.models import Agency
from bot.catalogue.store import agency_document
from bot.faq.models import Faq
from bot.faq.store import faq_document

Document = dict[str, Any]
# Added to what is inherited; every other field replaces it (bot/catalogue/merge.py).
_ADDED = ("aliases", "examples")
_OWN = ("key", "hidden")


@dataclass
class AgencyRecords:
    """What one agency states itself."""

    document: Document
    services: dict[str, Document] = field(default_factory=dict)
    faq: list[Document] = field(default_factory=list)

    @property
    def parent(self) -> str | None:
        """The agency that it inherits from."""
        return self.document.get("parent")


@dataclass(frozen=True)
class Offered:
    """A service as an agency offers it. `stated_by` tells for each field which agency's record it is from."""

    agency: str
    key: str
    document: Document
    stated_by: dict[str, str]


@dataclass
class Corpus:
    """Every agency's records by its key, parents before children."""

    agencies: dict[str, AgencyRecords]

    def lineage(self, agency: str) -> list[str]:
        """The agency and those it inherits from, nearest first."""
        chain: list[str] = []
        key: str | None = agency
        while key in self.agencies and key not in chain:
            chain.append(key)
            key = self.agencies[key].parent
        return chain

    def offered(self, agency: str) -> dict[str, Offered]:
        """The merged view: each service that the agency offers, inherited fields filled in."""
        chain = self.lineage(agency)
        keys = sorted({key for ancestor in chain for key in self.agencies[ancestor].services})
        merged = (self._merged(agency, key, chain) for key in keys)
        return {service.key: service for service in merged if service is not None}

    def offered_one(self, agency: str, key: str) -> Offered | None:
        """One service of the merged view; None when the agency does not offer it."""
        chain = self.lineage(agency)
        return self._merged(agency, key, chain) if any(key in self.agencies[one].services for one in chain) else None

    def offices(self, agency: str) -> dict[str, Document]:
        """The offices that the agency's services can name, inherited ones too."""
        chain = reversed(self.lineage(agency))
        return {office["key"]: office for ancestor in chain for office in self.agencies[ancestor].document.get("offices", [])}

    def documents(self) -> Iterator[tuple[str, str, Document]]:
        """Each agency's own documents as (agency, subject, document); the FAQ as one document of keys."""
        for key, records in self.agencies.items():
            yield key, "agency", records.document
            for service, document in records.services.items():
                yield key, service, document
            if records.faq:
                yield key, "faq", {entry["key"]: entry for entry in records.faq}

    def _merged(self, agency: str, key: str, chain: list[str]) -> Offered | None:
        stating = [(a, self.agencies[a].services[key]) for a in chain if key in self.agencies[a].services]
        if stating[0][1].get("hidden"):
            return None
        document: Document = {"key": key}
        stated_by: dict[str, str] = {}
        for owner, record in stating:
            for name, value in record.items():
                if name not in _OWN and name not in _ADDED and name not in document and value not in (None, "", [], {}):
                    document[name] = value
                    stated_by[name] = owner
        for name in _ADDED:
            document[name] = _added([record.get(name, {}) for _, record in stating])
        return Offered(agency, key, document, stated_by) if "name" in document else None


def _added(phrases: list[dict[str, list[str]]]) -> dict[str, list[str]]:
    languages = {language for record in phrases for language in record}
    return {language: list(dict.fromkeys(text for record in phrases for text in record.get(language, []))) for language in languages}


def from_files(root: Path) -> Corpus:
    """The catalogue of the content files below `root`.

    Raises:
        bot.catalogue.content_files.ContentMistakes: a file cannot be used.
    """
    files = read_content(root)
    return _sorted({file.data["key"]: _records(file, files) for file in files if file.schema == "agency"})


def _records(agency: ContentFile, files: list[ContentFile]) -> AgencyRecords:
    own = [file for file in files if file.agency == agency.agency]
    services = {file.data["key"]: file.data for file in own if file.schema == "service"}
    faq = [entry for file in own if file.schema == "faq" for entry in file.data["faq"]]
    return AgencyRecords(agency.data, services, faq)


def from_database() -> Corpus:
    """The catalogue as it stands in the database, with what staff edited."""
    agencies: dict[str, AgencyRecords] = {}
    for agency in Agency.objects.all():
        live = Faq.objects.filter(agency=agency, published=True, archived=False, inherits=False)
        faq = live.prefetch_related("variants", "tags").order_by("key")
        services = {document["key"]: document for document in own_documents(agency)}
        agencies[agency.key] = AgencyRecords(agency_document(agency), services, [faq_document(entry) for entry in faq])
    return _sorted(agencies)


def _sorted(agencies: dict[str, AgencyRecords]) -> Corpus:
    corpus = Corpus(agencies)
    corpus.agencies = {key: agencies[key] for key in sorted(agencies, key=lambda key: (len(corpus.lineage(key)), key))}
    return corpus

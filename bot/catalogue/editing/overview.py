"""The services of an agency as staff search and page through them: its own, those it inherits, and those that are only drafts so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.catalogue.audit.corpus import Corpus, Document
from bot.catalogue.audit.phrases import bare
from bot.catalogue.editing.components import checklist, completeness
from bot.catalogue.editing.content import states_nothing
from bot.catalogue.editing.surroundings import complaint_of
from bot.catalogue.models import Agency, ServiceVersion
from bot.languages import LANGUAGES, Localized


class Ownership(StrEnum):
    """Whose a service is, seen from the agency that lists it."""

    OWN = "own"
    INHERITED = "inherited"
    OVERRIDING = "overriding"
    HIDDEN = "hidden"
    NEW = "new"


@dataclass(frozen=True)
class Row:
    """One service in the list. `work` is the state of the open version; empty when nobody is working on it."""

    key: str
    name: Localized
    category: str
    ownership: Ownership
    complete: int
    verified_on: dt.date | None
    review_due: dt.date | None
    due: bool
    work: str
    document: Document


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing."""

    search: str = ""
    category: str = ""
    ownership: str = ""
    work: str = ""
    due: bool = False
    incomplete: bool = False

    def fits(self, row: Row) -> bool:
        """Whether the row stays in the list."""
        return (
            (not self.category or row.category == self.category)
            and (not self.ownership or row.ownership == self.ownership)
            and (not self.work or (row.work == self.work if self.work != "any" else bool(row.work)))
            and (not self.due or row.due)
            and (not self.incomplete or row.complete < 14)
            and (not self.search or _found(self.search, row))
        )


def services(agency: Agency, corpus: Corpus, today: dt.date) -> list[Row]:
    """Every service of the agency in the order of its key, hidden ones and new drafts too."""
    open_versions = {version.service: version for version in ServiceVersion.objects.filter(agency=agency, state__in=ServiceVersion.OPEN)}
    own = corpus.agencies[agency.key].services
    above = {key for name in corpus.lineage(agency.key)[1:] for key in corpus.agencies[name].services}
    complaint = complaint_of(corpus, agency)
    rows = []
    for key in sorted({*own, *above, *open_versions}):
        version = open_versions.get(key)
        record = own.get(key)
        offered = corpus.offered_one(agency.key, key)
        if record is None and offered is None and version is None:
            continue  # an agency above has hidden it
        hidden = record is not None and bool(record.get("hidden"))
        document = offered.document if offered is not None else _behind(corpus, agency, key) or (version.content if version else {})
        if hidden:
            ownership = Ownership.HIDDEN
        elif record is None or states_nothing(record):
            ownership = Ownership.INHERITED if offered is not None else Ownership.NEW
        else:
            ownership = Ownership.OVERRIDING if key in above else Ownership.OWN
        verified, due = _days(document)
        rows.append(
            Row(
                key=key,
                name=document.get("name") or {"id": key},
                category=document.get("category", ""),
                ownership=ownership,
                complete=completeness(checklist(document, complaint)),
                verified_on=verified,
                review_due=due,
                due=ownership in (Ownership.OWN, Ownership.OVERRIDING) and (due is None or due <= today),
                work=version.state if version is not None else "",
                document=document,
            )
        )
    return rows


def _behind(corpus: Corpus, agency: Agency, key: str) -> Document | None:
    parent = corpus.agencies[agency.key].parent
    offered = corpus.offered_one(parent, key) if parent in corpus.agencies and parent else None
    return offered.document if offered is not None else None


def _days(document: Document) -> tuple[dt.date | None, dt.date | None]:
    provenance = document.get("provenance") or {}
    verified, due = provenance.get("verified_on"), provenance.get("review_due")
    return (dt.date.fromisoformat(verified) if verified else None, dt.date.fromisoformat(due) if due else None)


def _found(search: str, row: Row) -> bool:
    wanted = bare(search)
    return any(wanted in bare(text) for text in _searchable(row))


def _searchable(row: Row) -> Iterable[str]:
    yield row.key
    for field in ("name", "short_name", "summary"):
        yield from (row.document.get(field) or {}).values()
    for language in LANGUAGES:
        yield from row.document.get("aliases", {}).get(language, ())

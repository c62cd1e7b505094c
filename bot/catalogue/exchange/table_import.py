"""Takes a CSV or XLSX table that office staff edited back into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.editing.live import store_from_table
from bot.catalogue.exchange import table_file
from bot.catalogue.exchange.cells import parsed, written
from bot.catalogue.exchange.columns import Column, Value, build, columns_for, columns_named, value_at
from bot.catalogue.exchange.columns import Path as FieldPath
from bot.catalogue.exchange.documents import Document, merged_documents, own_documents
from bot.catalogue.exchange.table_change import Change
from bot.catalogue.exchange.table_check import check
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency, Office, Service
from bot.languages import say
from bot.sentence import Sentence, sentence_of

__all__ = ["Change", "import_table"]
_ADDED = {"aliases", "examples"}  # a record's own are added to the inherited ones instead of taking their place
Row = dict[Column, Value]


@dataclass
class _Catalogue:
    """What the agency has now, and what its table may name."""

    own: dict[str, Document]
    merged: dict[str, Document]
    inherited: set[str]
    offices: set[str]


@dataclass
class _Plan:
    changes: list[Change] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def import_table(path: Path, agency: str, *, dry_run: bool) -> list[Change]:
    """Store what differs between the table and the agency's records, all of it or nothing, and return the changes.

    Columns may stand in any order. A column that the table lacks leaves its field as it is, and so does a facet that says what the agency
    inherits anyway; an empty cell clears the field. A service that the table lacks stays.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: nothing was stored; every mistake is listed with its row (as `line`; the headers are row 1) and its column.
    """
    with transaction.atomic():
        record = Agency.objects.select_for_update().filter(key=agency).first()
        if record is None:
            raise UnknownAgency(agency)
        changes, documents = planned(path, record)
        if not dry_run:
            store_from_table(record, documents, None)
    return changes


def planned(path: Path, agency: Agency) -> tuple[list[Change], list[Document]]:
    """What an import would change, and the records as they would be then.

    Raises:
        ContentMistakes: every mistake is listed with its row and its column.
    """
    columns, rows = _read(path)
    plan = _plan(path, columns, rows, _catalogue(agency))
    if plan.mistakes:
        raise ContentMistakes(plan.mistakes)
    return plan.changes, plan.documents


def _read(path: Path) -> tuple[list[Column | None], list[list[str]]]:
    rows = table_file.read(path, "services")
    headers = [header.strip() for header in rows[0]] if rows else []
    known = columns_named(headers)
    found = []
    if "key" not in known:
        found.append(Mistake(path, 1, "key", Sentence(_("the column 'key', which names the service, is missing"))))
    for index, header in enumerate(headers):
        if header and header not in known:
            alike = get_close_matches(header, [column.name for column in columns_for([])], n=1)
            meant = Sentence(_("there is no such column; did you mean %(name)s?"), name=repr(alike[0])) if alike else None
            found.append(Mistake(path, 1, header, meant or Sentence(_("there is no such column"))))
        elif header and header in headers[:index]:
            found.append(Mistake(path, 1, header, Sentence(_("the column stands there twice"))))
    if found:
        raise ContentMistakes(found)
    return [known.get(header) for header in headers], rows


def _catalogue(agency: Agency) -> _Catalogue:
    ancestors = agency.lineage[1:]
    return _Catalogue(
        own={document["key"]: document for document in own_documents(agency)},
        merged={document["key"]: document for document in merged_documents(agency_view(agency.key))},
        inherited=set(Service.objects.filter(agency__in=ancestors).values_list("key", flat=True)),
        offices=set(Office.objects.filter(agency__in=[agency, *ancestors]).values_list("key", flat=True)),
    )


def _plan(path: Path, columns: Sequence[Column | None], rows: Sequence[Sequence[str]], catalogue: _Catalogue) -> _Plan:
    plan = _Plan()
    services: dict[str, tuple[int, Row]] = {}
    names = set(catalogue.own) | catalogue.inherited
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row, found = _parsed_row(columns, cells)
        key = next((str(value) for column, value in row.items() if column.name == "key" and value), "")
        if not key:
            found.append(("key", Sentence(_("the service's key is missing"))))
        elif key in services:
            found.append(
                ("key", Sentence(_("the service %(key)s stands in row %(row)s already"), key=repr(key), row=str(services[key][0])))
            )
        plan.mistakes += [Mistake(path, number, name, message) for name, message in found]
        names.add(key)
        if not found:
            services[key] = (number, row)
    for key, (number, row) in services.items():
        changes, document, origin = _revised(key, row, catalogue)
        if changes:
            told = check(document, origin, inherits=key in catalogue.inherited, services=names, offices=catalogue.offices)
            plan.mistakes += [Mistake(path, number, name, message) for name, message in told]
            plan.changes += changes
            plan.documents.append(document)
    plan.mistakes.sort(key=lambda mistake: mistake.line)
    return plan


def _parsed_row(columns: Sequence[Column | None], cells: Sequence[str]) -> tuple[Row, list[tuple[str, str]]]:
    row: Row = {column: None for column in columns if column is not None}  # a short row ends with empty cells
    found: list[tuple[str, str]] = []
    for index, cell in enumerate(cells):
        column = columns[index] if index < len(columns) else None
        if column is None:
            if cell.strip():
                found.append((f"column {index + 1}", Sentence(_("the cell stands under no header"))))
            continue
        try:
            row[column] = parsed(column, cell)
        except ValueError as error:
            found.append((column.name, sentence_of(error)))
    return row, found


def _revised(key: str, row: Row, catalogue: _Catalogue) -> tuple[list[Change], Document, Mapping[FieldPath, Column]]:
    """The service with the facets in which the table differs from it, built anew; the other facets are not touched."""
    own, merged = catalogue.own.get(key), catalogue.merged.get(key, {})
    document: Document = dict(own or {"key": key})
    changes: list[Change] = []
    origin: dict[FieldPath, Column] = {}
    for facet in dict.fromkeys(column.facet for column in row if column.name != "key"):
        said = {column: value for column, value in row.items() if column.facet == facet}
        known = [document, merged] if facet in merged else [document]
        if any(all(value == value_at(present, column) for column, value in said.items()) for present in known):
            continue
        before = document if facet in document or facet in _ADDED else merged
        for column, value in said.items():
            if value != (old := value_at(before, column)):
                changes.append(Change(key, column.name, written(old), written(value)))
        kept = {column: value_at(document, column) for column in columns_for([document]) if column.facet == facet}
        built, leaves = build({**kept, **said})
        document.pop(facet, None)
        document |= built
        origin |= leaves
    if own is None and key not in catalogue.inherited:
        name = document.get("name", {})
        return [Change(key, "", "", say(name, "id") or say(name, "ja") or key)], document, origin
    return changes, document, origin

"""Takes FAQ that office staff wrote in a CSV or XLSX table into the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange.table_change import Change
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency
from bot.catalogue.schemas import mistakes
from bot.faq.exchange.documents import Document, merged_documents
from bot.faq.exchange.doubts import Claims, doubts
from bot.faq.exchange.revised import changes_between, revised
from bot.faq.exchange.rows import Row, read_rows
from bot.faq.models import Faq
from bot.faq.store import faq_document, store_all
from bot.languages import LANGUAGES


@dataclass
class Imported:
    """What an import did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


@dataclass
class _Plan:
    result: Imported
    documents: list[tuple[Document, list[Row]]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def import_table(path: Path, agency: str, *, update: bool, dry_run: bool) -> Imported:
    """Store the FAQ of the table, all of them or none; those that the agency has already are changed only with `update`.

    A language, or a column of variants or sources, that the table lacks stays as it is; so does an FAQ that it lacks. What the agency
    inherits anyway is not stored.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: nothing was stored; every mistake is listed with its row (as `line`; the headers are row 1) and its column.
    """
    rows, wrong = read_rows(path)
    groups, twice = _grouped(path, rows)
    with transaction.atomic():
        record = Agency.objects.select_for_update().filter(key=agency).first()
        if record is None:
            raise UnknownAgency(agency)
        # What is wrong inside a row is told first: what it leads to elsewhere would only confuse.
        plan = _Plan(Imported(), mistakes=[*wrong, *twice]) if wrong or twice else _plan(path, groups, record, update)
        if plan.mistakes:
            raise ContentMistakes(sorted(plan.mistakes, key=lambda mistake: mistake.line))
        if not dry_run:
            store_all(record, [document for document, _ in plan.documents])
    return plan.result


def _grouped(path: Path, rows: list[Row]) -> tuple[dict[str, list[Row]], list[Mistake]]:
    groups: dict[str, list[Row]] = {}
    twice: list[Mistake] = []
    for row in rows:
        group = groups.setdefault(row.key, [])
        if row.key and (earlier := next((other for other in group if other.language == row.language), None)) is not None:
            message = f"the FAQ {row.key!r} has its language {row.language!r} in row {earlier.number} already"
            twice.append(Mistake(path, row.number, "language", message))
        group.append(row)
    return groups, twice


def _plan(path: Path, groups: dict[str, list[Row]], agency: Agency, update: bool) -> _Plan:
    view = agency_view(agency.key)
    own = {entry.key: entry for entry in Faq.objects.filter(agency=agency).prefetch_related("variants")}
    inherited = {document["key"]: document for document in merged_documents(view) if document["key"] not in own}
    plan = _Plan(Imported())
    for key, rows in groups.items():
        first = rows[0].number
        entry = own.get(key)
        known = faq_document(entry) if entry is not None else inherited.get(key)
        document, wrong = revised(key, rows, known)
        wrong += [(first, "language", message) for message in _lacking(document)]
        if not wrong:
            wrong += [(first, str(place[2]), message) for place, message in mistakes("faq", {"faq": [document]}) if len(place) > 2]
        changes = changes_between(known, document)
        if entry is not None and not entry.published:
            changes.append(Change(key, "published", "no", "yes", "FAQ"))
        if changes and entry is not None and not update:
            differing = ", ".join(change.field for change in changes)
            wrong.append((first, "key", f"the FAQ {key!r} exists already, and differs in {differing}; import with --update to change it"))
        plan.mistakes += [Mistake(path, number, column, message) for number, column, message in wrong]
        if not changes:
            plan.result.unchanged += 1
        elif not wrong:
            plan.documents.append((document, rows))
            plan.result.added += entry is None
            plan.result.changed += entry is not None
            plan.result.changes += changes if entry is not None else [Change(key, "", "", document["question"]["id"], "FAQ")]
            if key in inherited:
                warning = f"the agency inherits an FAQ {key!r}; this one takes its place"
                plan.result.warnings.append(Mistake(path, first, "key", warning))
    if not plan.mistakes:
        claims = Claims(view, [document for document, _ in plan.documents])
        for document, rows in plan.documents:
            lines = {row.language: row.number for row in rows}
            for language, column, message in doubts(document, claims):
                plan.result.warnings.append(Mistake(path, lines.get(language, rows[0].number), column, message))
        plan.result.warnings.sort(key=lambda warning: warning.line)
    return plan


def _lacking(document: Document) -> list[str]:
    lacking = [language for language in LANGUAGES if not document["question"].get(language) or not document["answer"].get(language)]
    return [f"the FAQ {document['key']!r} has no text in {language!r}; add a row with this language" for language in lacking]

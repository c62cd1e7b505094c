"""Writes an agency's catalogue in one of five formats."""

from __future__ import annotations

from pathlib import Path

from bot.catalogue.exchange import csv_table, hsds, schema_org, xlsx_table, yaml_files
from bot.catalogue.exchange.columns import columns_for, value_at
from bot.catalogue.exchange.documents import merged_documents, own_documents
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency
from bot.catalogue.store import agency_document

FORMATS = ("yaml", "csv", "xlsx", "hsds", "schema-org")


def export(agency: str, format: str, *, merged: bool, output: str | None) -> str | bytes | None:
    """Return the catalogue in that format, or write it to `output` and return None.

    For yaml, `output` is a folder, written in the layout of data/catalogue/<agency>/; its agency.yml stays the agency's own also when
    `merged`, since it names the parent. Without `merged`, yaml, csv and xlsx hold the agency's own records only; hsds and schema-org
    always hold what it inherits too.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: the folder holds another agency, or a text does not fit into an Excel cell.
    """
    if format not in FORMATS:
        raise ValueError(f"{format!r} is not one of the formats {', '.join(FORMATS)}")
    record = Agency.objects.select_related("parent").filter(key=agency).first()
    if record is None:
        raise UnknownAgency(agency)
    if format == "yaml":
        documents = merged_documents(agency_view(agency)) if merged else own_documents(record)
        if output is None:
            return yaml_files.stream(agency_document(record), documents)
        yaml_files.write_folder(Path(output), agency_document(record), documents)
        return None
    content = _content(record, format, merged)
    if output is None:
        return content
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    Path(output).write_bytes(content.encode() if isinstance(content, str) else content)
    return None


def _content(agency: Agency, format: str, merged: bool) -> str | bytes:
    if format == "hsds":
        return hsds.write(agency_view(agency.key), agency)
    if format == "schema-org":
        return schema_org.write(agency_view(agency.key), agency)
    documents = merged_documents(agency_view(agency.key)) if merged else own_documents(agency)
    columns = columns_for(documents)
    rows = [[value_at(document, column) for column in columns] for document in documents]
    return csv_table.write(columns, rows) if format == "csv" else xlsx_table.write(columns, rows)

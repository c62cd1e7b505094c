"""Writes an agency's FAQ as a table, or as YAML in the shape of faq.schema.json."""

from __future__ import annotations

from bot.catalogue.exchange import csv_table, xlsx_table, yaml_files
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency
from bot.faq.exchange.documents import merged_documents, own_documents
from bot.faq.exchange.table import COLUMNS, SHEET, table_rows

FORMATS = ("csv", "xlsx", "yaml")


def export(agency: str, format: str, *, merged: bool) -> bytes:
    """The agency's own published FAQ in that format; with `merged` also those that it inherits.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: a text does not fit into an Excel cell.
    """
    record = Agency.objects.filter(key=agency).first()
    if record is None:
        raise UnknownAgency(agency)
    documents = merged_documents(agency_view(agency)) if merged else own_documents(record)
    if format == "yaml":
        return yaml_files.large({"faq": documents}).encode()
    if format == "csv":
        return csv_table.write(COLUMNS, table_rows(documents))
    return xlsx_table.write(COLUMNS, table_rows(documents), SHEET)

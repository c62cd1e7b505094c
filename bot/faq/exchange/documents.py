"""The FAQ that a table or a YAML file holds: an agency's own, or all that it answers with what it inherits."""

from __future__ import annotations

from typing import Any

from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView
from bot.faq.models import Faq
from bot.faq.store import faq_document

Document = dict[str, Any]


def own_documents(agency: Agency) -> list[Document]:
    """The agency's own published FAQ by key, in the shape of faq.schema.json."""
    entries = Faq.objects.filter(agency=agency, published=True).prefetch_related("variants").order_by("key")
    return [faq_document(entry) for entry in entries]


def merged_documents(view: AgencyView) -> list[Document]:
    """All FAQ that the agency answers by key, in the shape of faq.schema.json."""
    documents: list[Document] = []
    for _, entry in sorted(view.faq.items()):
        document: Document = {"key": entry.key, "question": dict(entry.question), "answer": dict(entry.answer)}
        if variants := {language: list(texts) for language, texts in entry.variants.items() if texts}:
            document["variants"] = variants
        if entry.sources:
            document["sources"] = list(entry.sources)
        documents.append(document)
    return documents

"""The FAQ that a table or a YAML file holds: an agency's own, or all that it answers with what it inherits."""

from __future__ import annotations

from typing import Any

from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView, FaqView
from bot.faq.content import content_from, document_from
from bot.faq.models import Faq
from bot.faq.whole import whole

Document = dict[str, Any]


def own_documents(agency: Agency) -> list[Document]:
    """The agency's own published FAQ by key, those that are not valid today too, in the shape of faq.schema.json."""
    entries = Faq.objects.filter(agency=agency, published=True, archived=False, inherits=False)
    return [document_from(entry.key, entry.content) for entry in whole(entries.order_by("key"))]


def merged_documents(view: AgencyView) -> list[Document]:
    """All FAQ that the agency answers by key, in the shape of faq.schema.json."""
    return [document_of(entry) for _, entry in sorted(view.faq.items())]


def document_of(entry: FaqView) -> Document:
    """The entry of a view in the shape of faq.schema.json."""
    return document_from(
        entry.key,
        content_from(
            {
                "question": entry.question,
                "answer": entry.answer,
                "variants": {language: list(texts) for language, texts in entry.variants.items()},
                "tags": entry.tags,
                "quick_replies": entry.quick_replies,
                "links": entry.links,
                "valid_from": entry.valid_from,
                "valid_to": entry.valid_to,
                "sources": entry.sources,
            }
        ),
    )

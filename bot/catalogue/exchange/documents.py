"""The service documents that an export writes: an agency's own records, or what it offers with everything it inherits."""

from __future__ import annotations

from typing import Any

from bot.catalogue.models import Agency, Service
from bot.catalogue.store import fee_document, legal_basis_document, service_document, without_empty
from bot.catalogue.views import AgencyView, ServiceView
from bot.languages import Localized

Document = dict[str, Any]


def own_documents(agency: Agency) -> list[Document]:
    """The agency's own records by key, hidden ones too, in the shape of service.schema.json."""
    services = Service.objects.filter(agency=agency).prefetch_related("fees", "legal_basis", "phrases").order_by("key")
    return [service_document(service) for service in services]


def merged_documents(view: AgencyView) -> list[Document]:
    """What the agency offers by key, inherited facets filled in, in the shape of service.schema.json."""
    return [_document(service) for _, service in sorted(view.services.items())]


def _is_short(text: Localized) -> bool:
    """Whether the schema takes the text for a short name: the view falls back to the name, which may be longer."""
    return set(text) == {"id", "ja"} and all(len(words) <= 24 for words in text.values())


def _document(service: ServiceView) -> Document:
    return without_empty(
        {
            "key": service.key,
            "category": service.category,
            "name": service.name,
            "short_name": service.short_name if _is_short(service.short_name) else None,
            "aliases": {language: list(texts) for language, texts in service.aliases.items() if texts},
            "examples": {language: list(texts) for language, texts in service.examples.items() if texts},
            "summary": service.summary,
            "product": service.product,
            "who": service.who,
            "requirements": list(service.requirements),
            "procedure": list(service.procedure),
            "processing_time": service.processing_time,
            "deadline": service.deadline,
            "validity": service.validity,
            "late": service.late,
            "fees": [fee_document(fee) for fee in service.fees],
            "fee_note": service.fee_note,
            "where": service.where,
            "online": service.online,
            "form": service.form,
            "legal_basis": [legal_basis_document(basis) for basis in service.legal_basis],
            "complaint": service.complaint,
            "notes": service.notes,
            "left_to_agency": list(service.left_to_agency),
            "standard_notes": service.standard_notes,
            "related": list(service.related),
            "provenance": service.provenance,
        }
    )

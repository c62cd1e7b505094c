"""The service documents that an export writes: an agency's own records, or what it offers with everything it inherits."""

from __future__ import annotations

from typing import Any

from bot.catalogue.models import Agency, Service
from bot.catalogue.store import service_document
from bot.catalogue.views import AgencyView, FeeView, LegalBasisView, ServiceView
from bot.languages import Localized

Document = dict[str, Any]


def own_documents(agency: Agency) -> list[Document]:
    """The agency's own records by key, hidden ones too, in the shape of service.schema.json."""
    services = Service.objects.filter(agency=agency).prefetch_related("fees", "legal_basis", "phrases").order_by("key")
    return [service_document(service) for service in services]


def merged_documents(view: AgencyView) -> list[Document]:
    """What the agency offers by key, inherited facets filled in, in the shape of service.schema.json."""
    return [_document(service) for _, service in sorted(view.services.items())]


def _fee(fee: FeeView) -> Document:
    rest = {
        "amount_max": fee.amount_max,
        "currency": fee.currency,
        "label": fee.label,
        "valid_from": fee.valid_from.isoformat() if fee.valid_from else None,
        "valid_to": fee.valid_to.isoformat() if fee.valid_to else None,
        "basis": fee.basis,
    }
    return {"amount": fee.amount, **_without_empty(rest)}


def _legal_basis(basis: LegalBasisView) -> Document:
    return _without_empty({"title": basis.title, "number": basis.number, "article": basis.article, "url": basis.url})


def _without_empty(document: Document) -> Document:
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def _is_short(text: Localized) -> bool:
    """Whether the schema takes the text for a short name: the view falls back to the name, which may be longer."""
    return set(text) == {"id", "ja"} and all(len(words) <= 24 for words in text.values())


def _document(service: ServiceView) -> Document:
    return _without_empty(
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
            "fees": [_fee(fee) for fee in service.fees],
            "fee_note": service.fee_note,
            "where": service.where,
            "online": service.online,
            "form": service.form,
            "legal_basis": [_legal_basis(basis) for basis in service.legal_basis],
            "complaint": service.complaint,
            "notes": service.notes,
            "related": list(service.related),
            "provenance": service.provenance,
        }
    )

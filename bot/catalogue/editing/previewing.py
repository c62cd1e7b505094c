"""The agency's view as it will be once a content is published: what the bot would answer with."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from bot.catalogue import snapshot
from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView, FeeView, LegalBasisView, ServiceView
from bot.languages import LANGUAGES


def view_with(agency: Agency, key: str, corpus: Corpus) -> AgencyView:
    """The agency's view in which the service is as the corpus has it; without the service when it is not offered there."""
    # With ten thousand FAQ, reading the agency anew takes longer than a page may.
    view = snapshot.current(agency.key)
    services = {name: service for name, service in view.services.items() if name != key}
    if (service := service_view(agency.key, key, corpus)) is not None:
        services[key] = service
    return dataclasses.replace(view, services=dict(sorted(services.items())))


def service_view(agency: str, key: str, corpus: Corpus) -> ServiceView | None:
    """The service as the corpus has it; None when the agency does not offer it there."""
    offered = corpus.offered_one(agency, key)
    if offered is None:
        return None
    document = offered.document
    records = {owner: corpus.agencies[owner].services[key].get("provenance") for owner in set(offered.stated_by.values())}
    plain: dict[str, Any] = {
        name: document.get(name)
        for name in (
            *("summary", "product", "who", "processing_time", "deadline", "validity", "late", "fee_note", "where", "online"),
            *("form", "complaint", "notes", "standard_notes", "provenance"),
        )
    }
    phrases = {name: _by_language(document[name]) for name in ("aliases", "examples")}
    return ServiceView(
        key=key,
        agency=agency,
        category=document.get("category", ""),
        name=document["name"],
        short_name=document.get("short_name") or document["name"],
        requirements=tuple(document.get("requirements", ())),
        procedure=tuple(document.get("procedure", ())),
        fees=tuple(fee_view(fee) for fee in document.get("fees", ())),
        legal_basis=tuple(
            LegalBasisView(one["title"], one["number"], one.get("article", ""), one.get("url", ""))
            for one in document.get("legal_basis", ())
        ),
        related=tuple(document.get("related", ())),
        left_to_agency=tuple(document.get("left_to_agency", ())),
        facet_provenance={name: found for name, owner in offered.stated_by.items() if (found := records[owner])},
        aliases=phrases["aliases"],
        examples=phrases["examples"],
        **plain,
    )


def _by_language(texts: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(texts.get(language, ())) for language in LANGUAGES}


def fee_view(fee: dict[str, Any]) -> FeeView:
    """One fee of a document."""
    begins, ends = (dt.date.fromisoformat(fee[name]) if fee.get(name) else None for name in ("valid_from", "valid_to"))
    return FeeView(fee.get("amount"), fee.get("amount_max"), fee["currency"], fee.get("label"), begins, ends, fee.get("basis", ""))

"""FAQ documents become rows and rows become documents (the shape of faq.schema.json)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from bot.catalogue import revision
from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqVariant


def store_faq(agency: Agency, document: dict[str, Any]) -> Faq:
    """Create or replace one FAQ of an agency from a document that the schema has accepted."""
    store_all(agency, [document])
    return Faq.objects.get(agency=agency, key=document["key"])


@transaction.atomic
def store_all(agency: Agency, documents: Sequence[dict[str, Any]]) -> None:
    """Create or replace FAQ of an agency, each key once, from documents that the schema has accepted; all of them or none."""
    if not documents:
        return
    Faq.objects.bulk_create(
        [
            Faq(
                agency=agency,
                key=document["key"],
                question=document["question"],
                answer=document["answer"],
                sources=document.get("sources", []),
                published=True,
            )
            for document in documents
        ],
        update_conflicts=True,
        unique_fields=["agency", "key"],
        update_fields=["question", "answer", "sources", "published"],
    )
    stored = {faq.key: faq for faq in Faq.objects.filter(agency=agency).prefetch_related("variants")}
    variants: list[FaqVariant] = []
    for document in documents:
        faq = stored[document["key"]]
        wanted = {language: list(dict.fromkeys(texts)) for language, texts in document.get("variants", {}).items() if texts}
        if wanted != _variants(faq):
            faq.variants.all().delete()
            variants += [FaqVariant(faq=faq, language=language, text=text) for language, texts in wanted.items() for text in texts]
    FaqVariant.objects.bulk_create(variants)
    revision.advance()


def _variants(faq: Faq) -> dict[str, list[str]]:
    variants: dict[str, list[str]] = {}
    for variant in faq.variants.all():
        variants.setdefault(variant.language, []).append(variant.text)
    return variants


def faq_document(faq: Faq) -> dict[str, Any]:
    """The FAQ in the shape of the schema."""
    variants = _variants(faq)
    document: dict[str, Any] = {"key": faq.key, "question": faq.question, "answer": faq.answer}
    if variants:
        document["variants"] = variants
    if faq.sources:
        document["sources"] = faq.sources
    return document

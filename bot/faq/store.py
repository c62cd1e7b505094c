"""FAQ documents become rows and rows become documents (the shape of faq.schema.json)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqVariant


@transaction.atomic
def store_faq(agency: Agency, document: dict[str, Any]) -> Faq:
    """Create or replace one FAQ of an agency from a document that the schema has accepted."""
    faq, _ = Faq.objects.update_or_create(
        agency=agency,
        key=document["key"],
        defaults={
            "question": document["question"],
            "answer": document["answer"],
            "sources": document.get("sources", []),
            "published": True,
        },
    )
    faq.variants.all().delete()
    FaqVariant.objects.bulk_create(
        FaqVariant(faq=faq, language=language, text=text)
        for language, texts in document.get("variants", {}).items()
        for text in dict.fromkeys(texts)
    )
    return faq


def faq_document(faq: Faq) -> dict[str, Any]:
    """The FAQ in the shape of the schema."""
    variants: dict[str, list[str]] = {}
    for variant in faq.variants.all():
        variants.setdefault(variant.language, []).append(variant.text)
    document: dict[str, Any] = {"key": faq.key, "question": faq.question, "answer": faq.answer}
    if variants:
        document["variants"] = variants
    if faq.sources:
        document["sources"] = faq.sources
    return document

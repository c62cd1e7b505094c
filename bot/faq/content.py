"""What an FAQ says, apart from whose it is and under which key: the content of a version.

    question, answer    text by language
    variants            phrases by language
    tags                words
    quick_replies       [{title: text by language, service | faq | life_event: key, facet?}]
    links               [{title: text by language, url: address by language}]
    valid_from, valid_to  2026-01-31, or empty
    sources             [{title, url?, date?}]

A content has all these fields, however empty; a document (the shape of faq.schema.json) has its key, and no empty field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.faq.models import Faq

Content = dict[str, Any]
Document = dict[str, Any]
FIELDS = ("question", "answer", "variants", "tags", "quick_replies", "links", "valid_from", "valid_to", "sources")
TARGETS = ("service", "faq", "life_event")
_TEXTS = ("question", "answer")
_LISTS = ("quick_replies", "links", "sources")
_DAYS = ("valid_from", "valid_to")


def content_from(document: Mapping[str, Any]) -> Content:
    """The content of a document, or of a form's values: no empty texts, each variant and tag once."""
    content: Content = {name: {language: text for language, text in (document.get(name) or {}).items() if text} for name in _TEXTS}
    phrases = {language: list(dict.fromkeys(filter(None, texts))) for language, texts in (document.get("variants") or {}).items()}
    content["variants"] = {language: texts for language, texts in phrases.items() if texts}
    content["tags"] = list(dict.fromkeys(filter(None, document.get("tags") or ())))
    content |= {name: [dict(entry) for entry in document.get(name) or ()] for name in _LISTS}
    content |= {name: _iso(document.get(name)) for name in _DAYS}
    return {name: content[name] for name in FIELDS}


def _iso(day: dt.date | str | None) -> str:
    return day.isoformat() if isinstance(day, dt.date) else day or ""


def document_from(key: str, content: Mapping[str, Any]) -> Document:
    """The content as a document; question and answer stand in it even when they are empty."""
    filled = {name: content[name] for name in FIELDS if name in _TEXTS or content.get(name)}
    # Sources stay last but for what was added later: files that are exported again then differ only where something was changed.
    order = ("question", "answer", "variants", "sources", "tags", "quick_replies", "links", "valid_from", "valid_to")
    return {"key": key} | {name: filled[name] for name in order if name in filled}


def content_of(faq: Faq) -> Content:
    """What the live row says; `variants` and `tags` should be prefetched where there are many rows."""
    variants: dict[str, list[str]] = {}
    for variant in faq.variants.all():
        variants.setdefault(variant.language, []).append(variant.text)
    return content_from(
        {
            "question": faq.question,
            "answer": faq.answer,
            "variants": variants,
            "tags": [tag.name for tag in faq.tags.all()],
            "quick_replies": faq.quick_replies,
            "links": faq.links,
            "valid_from": faq.valid_from,
            "valid_to": faq.valid_to,
            "sources": faq.sources,
        }
    )


def day_of(text: str) -> dt.date | None:
    """A day of a content; None when it is empty."""
    return dt.date.fromisoformat(text) if text else None

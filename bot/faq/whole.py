"""Reads many FAQ with all that belongs to them: ten thousand in a second, where a model's rows with their variants take many."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bot.faq.content import Content, content_from
from bot.faq.models import Faq, FaqTag, FaqVariant

_FIELDS = (
    *("id", "agency_id", "key", "question", "answer", "sources", "quick_replies", "links", "valid_from", "valid_to"),
    *("published", "archived"),
)


@dataclass(frozen=True, slots=True)
class Whole:
    """One FAQ as its row, its variants and its tags say it."""

    id: int
    agency_id: int
    key: str
    question: dict[str, str]
    answer: dict[str, str]
    sources: list[dict[str, Any]]
    quick_replies: list[dict[str, Any]]
    links: list[dict[str, Any]]
    valid_from: dt.date | None
    valid_to: dt.date | None
    published: bool
    archived: bool
    variants: dict[str, list[str]]
    tags: list[str]

    @property
    def content(self) -> Content:
        """What it says, as a version states it."""
        names = ("question", "answer", "variants", "tags", "quick_replies", "links", "valid_from", "valid_to", "sources")
        return content_from({name: getattr(self, name) for name in names})


def whole(rows: QuerySet[Faq]) -> list[Whole]:
    """These rows with all that belongs to them; three queries however many they are."""
    wanted = rows.order_by().values("pk")
    variants: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for faq, language, text in FaqVariant.objects.filter(faq__in=wanted).order_by("id").values_list("faq_id", "language", "text"):
        variants[faq].setdefault(language, []).append(text)
    tags: dict[int, list[str]] = defaultdict(list)
    for faq, name in FaqTag.objects.filter(faq__in=wanted).order_by("id").values_list("faq_id", "name"):
        tags[faq].append(name)
    return [Whole(**row, variants=variants.get(row["id"], {}), tags=tags.get(row["id"], [])) for row in rows.values(*_FIELDS)]

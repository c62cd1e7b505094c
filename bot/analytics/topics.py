"""What services and FAQ are called, for the keys that are counted: one query for each, whatever their number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.catalogue.models import Agency, Service
from bot.faq.models import Faq
from bot.languages import LANGUAGES, say


def service_names(agency: Agency | None, keys: Collection[str], language: str) -> dict[str, str]:
    """The names of the services as the agency states or inherits them; of any agency when none is given."""
    return _named(agency, Service.objects.filter(key__in=list(keys)).values_list("agency_id", "key", "name"), language)


def faq_questions(agency: Agency | None, keys: Collection[str], language: str) -> dict[str, str]:
    """The questions of the FAQ, likewise."""
    return _named(agency, Faq.objects.filter(key__in=list(keys)).values_list("agency_id", "key", "question"), language)


def _named(agency: Agency | None, rows: Any, language: str) -> dict[str, str]:
    order = {one.pk: at for at, one in enumerate(agency.lineage)} if agency else {}
    best: dict[str, tuple[int, str]] = {}
    for owner, key, texts in rows:
        if agency is not None and owner not in order:
            continue
        text = next((found for one in (language, *LANGUAGES) if (found := say(texts, one))), "")
        at = order.get(owner, 0)
        if text and (key not in best or at < best[key][0]):
            best[key] = (at, text)
    return {key: text for key, (_, text) in best.items()}

"""The draft of a new FAQ for a group: its question, and an answer from the facts that the catalogue holds about the likeliest service."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from bot.answers.context import Setting
from bot.answers.facets import facet_text, has_facet
from bot.catalogue import snapshot
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.catalogue.views import ServiceView
from bot.faq.models import Faq
from bot.languages import LANGUAGES
from bot.questions.models import GroupCandidate, QuestionGroup
from bot.questions.names import SERVICE

_LONGEST_KEY = 40
_MOST_FACETS = 2
# Of a service that the bot thought less likely than this, the facts would be an answer to something else.
_LIKELY = 0.3
_Kind = GroupCandidate.Kind


def drafted(agency: Agency, group: QuestionGroup) -> dict[str, Any]:
    """The values with which to begin: key, question, answer and sources; the answer is empty where the catalogue has no facts."""
    candidates = list(group.candidates.order_by("-score", "key"))
    values: dict[str, Any] = {"key": free_key(agency, group.text), "question": {group.language: group.text}, "answer": {}, "sources": []}
    likely = [one.key for one in candidates if one.kind == SERVICE and one.score >= _LIKELY * max(group.count, 1)]
    service = _service(agency, likely)
    if service is None:
        return values
    asked = [one.key for one in candidates if one.kind == _Kind.FACET and has_facet(service, one.key)][:_MOST_FACETS]
    facets = asked or (["overview"] if has_facet(service, "overview") else [])
    view = snapshot.current(agency.key)
    for language in LANGUAGES:
        setting = Setting(view, language, timezone.now())
        text = "\n\n".join(facet_text(service, facet, setting) for facet in facets)
        if text:
            values["answer"][language] = text
    values["service"] = service.key
    values["sources"] = list((service.provenance or {}).get("sources") or ())[:2] if facets else []
    return values


def free_key(agency: Agency, text: str) -> str:
    """A key made of the first words that no FAQ of the agency or of those above has."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    stem = "-".join(words[:6])[: _LONGEST_KEY - 4].strip("-") or f"tanya-{timezone.now():%Y%m%d}"
    taken = set(Faq.objects.filter(agency__in=agency.lineage, key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if key not in taken)


def _service(agency: Agency, keys: Sequence[str]) -> ServiceView | None:
    if not keys:
        return None
    try:
        services = snapshot.current(agency.key).services
    except UnknownAgency:
        return None
    return next((services[key] for key in keys if key in services), None)

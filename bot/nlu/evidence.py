"""Gathers what is known about a message into the evidence that `bot.nlu.decision` weighs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.languages import Language
from bot.nlu.cases import applicant_in, variant_in
from bot.nlu.decision import Evidence, thresholds
from bot.nlu.knowledge.index import content_words, index_of
from bot.nlu.knowledge_linker import sibling
from bot.nlu.language import detect


def gather(
    text: str,
    intents: Mapping[str, float],
    facets: Mapping[str, float],
    knowledge: Mapping[str, Any] | None,
    metadata: Mapping[str, Any],
    agency: str | None,
) -> Evidence:
    """The evidence for one normalised text. `metadata` may hold `context` (see `bot.dialogue`)."""
    context = metadata.get("context") or {}
    under_discussion = context.get("service")
    named = frozenset((knowledge or {}).get("named", ()))
    pointed_to = None
    if agency and under_discussion:
        named -= {under_discussion}
        pointed_to = sibling(index_of(agency), text, under_discussion, thresholds().sibling_odds)
    return Evidence(
        intents=intents,
        facets=facets,
        services=tuple((key, score) for key, score in (knowledge or {}).get("services", ())),
        faq=tuple((key, score) for key, score in (knowledge or {}).get("faq", ())),
        life_events=tuple((key, score) for key, score in (knowledge or {}).get("life_events", ())),
        named=named,
        language=language_of(text, metadata),
        variant=variant_in(text),
        applicant=applicant_in(text),
        context_service=under_discussion,
        context_facets=tuple(context.get("facets") or ()),
        pending_facets=tuple(context.get("pending_facets") or ()),
        sibling=pointed_to,
        bare=not content_words(text),
    )


def language_of(text: str, metadata: Mapping[str, Any]) -> Language:
    """The language to answer in: the fixed one, else the message's, else the conversation's, else the agency's."""
    context = metadata.get("context") or {}
    if context.get("fixed_language") in ("id", "ja"):
        return "ja" if context["fixed_language"] == "ja" else "id"
    found = detect(text)
    if found:
        return found
    last = context.get("language") or metadata.get("default_language")
    return "ja" if last == "ja" else "id"

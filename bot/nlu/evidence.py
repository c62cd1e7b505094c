"""Gathers what is known about a message into the evidence that `bot.nlu.decision` weighs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.catalogue.statements import shares
from bot.languages import PLAIN_JAPANESE, Language
from bot.nlu.cases import applicant_in, variant_in
from bot.nlu.decision import Evidence, thresholds
from bot.nlu.distress import is_tired_of_waiting, spoken_of
from bot.nlu.knowledge.features import word_odds
from bot.nlu.knowledge.generic import generic_family
from bot.nlu.knowledge.index import KnowledgeIndex, Target, content_words, index_of
from bot.nlu.knowledge_linker import sibling
from bot.nlu.language import detect
from bot.nlu.normalise import is_japanese
from bot.nlu.particulars import OF_FACETS, asks_whether_needed, particulars
from bot.nlu.person_request import wants_person
from bot.nlu.phone_request import asks_phone
from bot.nlu.plain_japanese import asks_for_plain_japanese, writes_plain_japanese
from bot.nlu.sharpness import intent_sharpness, sharpen


def gather(
    text: str,
    intents: Mapping[str, float],
    facets: Mapping[str, float],
    knowledge: Mapping[str, Any] | None,
    metadata: Mapping[str, Any],
    agency: str | None,
    sharpness: float | None = None,
) -> Evidence:
    """The evidence for one normalised text. `metadata` may hold `context` (see `bot.dialogue`).

    `intents` are the classifier's probabilities; `sharpness` takes the place of the tuned one (see `bot.nlu.sharpness`).
    """
    context = metadata.get("context") or {}
    payloads = [option["payload"] for option in context.get("options") or ()]
    offered = tuple(dict.fromkeys(p["service"] for p in payloads if p.get("type") == "service"))
    # The only service that was just offered is what is spoken of, whether or not the citizen pressed its button.
    under_discussion = offered[0] if len(offered) == 1 else context.get("service")
    named = frozenset((knowledge or {}).get("named", ()))
    variant, applicant = variant_in(text), applicant_in(text)
    pointed_to: str | None = None
    family: tuple[str, ...] = ()
    covered, told, listed = False, None, False
    if agency:
        index = index_of(agency)
        family = generic_family(index, text)
        if under_discussion:
            named -= {under_discussion}
            pointed_to = sibling(index, text, under_discussion, thresholds().sibling_odds)
            covered = _covers(index, under_discussion, variant, applicant)
            told, listed = _told(index, under_discussion, text)
    return Evidence(
        intents=sharpen(intents, intent_sharpness() if sharpness is None else sharpness),
        facets=facets,
        services=tuple((key, score) for key, score in (knowledge or {}).get("services", ())),
        faq=tuple((key, score) for key, score in (knowledge or {}).get("faq", ())),
        life_events=tuple((key, score) for key, score in (knowledge or {}).get("life_events", ())),
        named=named,
        named_faq=(knowledge or {}).get("named_faq"),
        variant=variant,
        applicant=applicant,
        context_service=under_discussion,
        context_facets=tuple(context.get("facets") or ()),
        pending_facets=tuple(context.get("pending_facets") or ()),
        sibling=pointed_to,
        family=family,
        covered=covered,
        told=told,
        listed=listed,
        whether_needed=asks_whether_needed(text),
        told_of_first=_told(index_of(agency), knowledge["services"][0][0], text)[0] if agency and (knowledge or {}).get("services") else None,
        offered=offered,
        asked_back=any(p.get("intent") == "list_services" for p in payloads),
        pointed_offer=_pointed(index_of(agency), text, offered) if agency and len(offered) > 1 else None,
        fine=_FINE.search(text) is not None,
        bare=not set(content_words(text)) - OF_FACETS,
        context_life_event=_life_event_of(index_of(agency), under_discussion) if agency and under_discussion else None,
        context_faq=context.get("faq") if under_discussion is None else None,
        danger=spoken_of(text),
        tired_of_waiting=is_tired_of_waiting(text),
        wants_person=wants_person(text),
        asks_phone=asks_phone(text),
        asks_plain_japanese=asks_for_plain_japanese(text),
    )


_CLEARLY = 1.2


def _pointed(index: KnowledgeIndex, text: str, offered: tuple[str, ...]) -> str | None:
    """The one of the services whose words the text uses clearly more than those of each other."""
    numbers = {key: number for key in offered if (number := index.number.get(Target("service", key))) is not None}
    for key, number in numbers.items():
        others = [other for other in numbers.values() if other != number]
        if others and min(word_odds(index, text, number, other) for other in others) >= _CLEARLY:
            return key
    return None


def _life_event_of(index: KnowledgeIndex, service: str) -> str | None:
    """The life event that begins with the service, or is the only one that holds it."""
    holding = [event for event in index.view.life_events.values() if service in [key for key, _ in event.steps]]
    first = [event for event in holding if event.steps[0][0] == service]
    found = first if len(first) == 1 else holding
    return found[0].key if len(found) == 1 else None


def _told(index: KnowledgeIndex, key: str, text: str) -> tuple[float | None, bool]:
    """How much of what a message asks about in particular one statement about the service holds, and whether that stands among what to
    bring."""
    service, asked = index.view.services.get(key), particulars(index, key, text)
    if service is None or not asked:
        return None, False
    found = shares(service, "ja" if is_japanese(text) else "id", asked)
    listed = any(share == 1 and statement.facet == "requirements" for share, statement in found)
    return (found[0][0] if found else 0.0), listed


_FINE = re.compile(r"\bdenda|過料|延滞|罰金|罰則")


def _covers(index: KnowledgeIndex, key: str, variant: str | None, applicant: str | None) -> bool:
    """Whether the service has requirements of its own for the case that is spoken of."""
    service = index.view.services.get(key)
    groups = service.requirements if service else ()
    return any((variant and g.get("variant") == variant) or (applicant and g.get("applicant") == applicant) for g in groups)


def language_of(text: str, metadata: Mapping[str, Any]) -> Language:
    """The language to answer in: the fixed one, else the message's, else the conversation's, else the agency's."""
    context = metadata.get("context") or {}
    if context.get("fixed_language") in ("id", "ja", PLAIN_JAPANESE):
        return "id" if context["fixed_language"] == "id" else "ja"
    found = detect(text)
    if found:
        return found
    last = context.get("language") or metadata.get("default_language")
    return "ja" if last in ("ja", PLAIN_JAPANESE) else "id"


def is_plain_japanese(message: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a message in Japanese is to be answered in やさしい日本語: asked for before, or written like it now or before."""
    context = metadata.get("context") or {}
    if fixed := context.get("fixed_language"):
        return bool(fixed == PLAIN_JAPANESE)
    return context.get("language") == PLAIN_JAPANESE or writes_plain_japanese(message)

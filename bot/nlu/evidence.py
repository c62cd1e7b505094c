"""Gathers what is known about a message into the evidence that `bot.nlu.decision` weighs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.catalogue.statements import says_all, shares
from bot.languages import PLAIN_JAPANESE, Language, Localized, say
from bot.nlu.bereavement import speaks_of_death
from bot.nlu.cases import applicant_in, variant_in, without_applicant
from bot.nlu.consequence import asks_consequence
from bot.nlu.deciding.values import Evidence, talk_thresholds
from bot.nlu.direction import direction_in, speaks_of_moving
from bot.nlu.distress import is_harmless, spoken_of
from bot.nlu.joined_facets import joined_facets
from bot.nlu.knowledge.features import share_of_case, word_odds
from bot.nlu.knowledge.generic import family_spoken_of, generic_family
from bot.nlu.knowledge.index import KnowledgeIndex, Target, alias_form, content_words, family_name, index_of
from bot.nlu.knowledge_linker import sibling
from bot.nlu.language import detect
from bot.nlu.manner import manner_of
from bot.nlu.normalise import is_japanese, normalise
from bot.nlu.particulars import OF_FACETS, OF_TALK, asks_whether_needed, is_without, particulars, says_not_yet
from bot.nlu.person_request import wants_person
from bot.nlu.phone_request import asks_phone
from bot.nlu.plain_japanese import asks_for_plain_japanese, writes_plain_japanese
from bot.nlu.remark import remark_in
from bot.nlu.sharpness import intent_sharpness, sharpen
from bot.nlu.situation import (
    asks_how,
    asks_of_place,
    asks_where_to_complain,
    asks_where_to_report,
    cannot_pay,
    concludes,
    speaks_of_booking,
    speaks_of_civil_status,
    speaks_of_fine,
    speaks_of_progress,
    supposes,
)
from bot.nlu.subjects import services_spoken_of
from bot.nlu.wording import as_worded, names_a_way, without_a_way
from bot.nlu.yes_or_no import asks_whether, says_yes

Scores = tuple[tuple[str, float], ...]


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
    index = index_of(agency) if agency else None
    offered = tuple(dict.fromkeys(p["service"] for p in payloads if p.get("type") == "service"))
    event = index.view.life_events.get(context.get("life_event") or "") if index is not None else None
    if event is not None and not (offered or context.get("service") or context.get("faq")):
        # What was said in between ("modalnya kecil") has not ended the talk about what happened.
        offered = tuple(key for key, _ in event.steps)
    subject = set(content_words(without_applicant(text))) - OF_FACETS
    named = frozenset((knowledge or {}).get("named", ()))
    services = tuple((key, score) for key, score in (knowledge or {}).get("services", ()))
    variant, applicant = variant_in(text), applicant_in(text)
    under_discussion = _under_discussion(offered, context.get("service"), dict(services), bare=not subject)
    pointed_to: str | None = None
    family: tuple[str, ...] = ()
    other_family: tuple[str, ...] = ()
    covered, told = False, None
    told_in: frozenset[str] = frozenset()
    told_half: frozenset[str] = frozenset()
    counterpart: str | None = None
    recalled: str | None = None
    earlier_services: list[str] = []
    told_elsewhere: tuple[str, frozenset[str]] | None = None
    manner = manner_of(text)
    if index is not None:
        services = _for_the_case(index, text, services if speaks_of_death(text) else _of_the_living(index, text, services), named)
        by_case = under_discussion is None and max(intents, key=intents.__getitem__, default="") in _OTHERWISE_BY_CASE
        family = generic_family(index, text, asking=by_case) or _where_to(index, text, services, named)
        if under_discussion is None and not named and any(p >= _TELLS_OF_EVENT for _, p in (knowledge or {}).get("life_events", ())):
            services = _for_what_is_lost(index, services, variant)
        if _event_of(index, offered) is not None:
            services, named, family = _among_the_steps(offered, services, named, family)
        earlier = [key for key in context.get("earlier") or () if key != under_discussion]
        recalled = _recalled(index, text, earlier, dict(services))
        earlier_services = [key for key in earlier if key in index.view.services]
        if under_discussion:
            named -= {under_discussion}
            if _means_the_same(index, text, under_discussion, named):
                services, named = _in_place_of(services, under_discussion, named), frozenset()
            services, named = _in_the_course_of(index, text, under_discussion, services, named)
            pointed_to = sibling(index, text, under_discussion, talk_thresholds().sibling_odds)
            other = family_spoken_of(index, text)
            if other and not {under_discussion, pointed_to} & set(other) and {key for key, _ in services[:2]} & set(other):
                pointed_to, other_family = None, other
            covered = _covers(index, under_discussion, variant, applicant)
            told, told_in, told_half = _told(index, under_discussion, text)
            counterpart = _counterpart(index, under_discussion, named, text)
        of_event = _event_of(index, offered) or (event.key if event is not None else None)
        if of_event is not None and told != 1:
            told_elsewhere = _told_elsewhere(index, index.view.life_events[of_event].steps, text, _ENOUGH_TO_FIND)
        elif (
            under_discussion
            and told != 1
            and not covered
            and (variant in {"lost", "damaged"} or (supposes(text) and speaks_of_moving(text)))
        ):
            related = index.view.services[under_discussion].related if under_discussion in index.view.services else ()
            told_elsewhere = _told_elsewhere(index, tuple((key, None) for key in related), text, 1)
        elif under_discussion and told != 1 and "frail" in manner:
            # Who can hardly leave the house is told of what comes to the citizens.
            to_citizens = [key for key, view in index.view.services.items() if view.category == "outreach"]
            told_elsewhere = _told_elsewhere(index, tuple((key, None) for key in to_citizens), text, 1)
    context_faq = context.get("faq") if under_discussion is None else None
    first = services[0][0] if services else None
    subject -= index.own_area if index is not None else frozenset()
    told_of_first = told
    if first != under_discussion:
        told_of_first = _told(index, first, text)[0] if index is not None and first is not None else None
    likely = as_worded(text, sharpen(intents, intent_sharpness() if sharpness is None else sharpness))
    asked = as_worded(text, facets)
    if index is not None and (told_of_first if named or not under_discussion else told) is None and not names_a_way(text):
        likely, asked = without_a_way(likely), without_a_way(asked)
    return Evidence(
        intents=likely,
        facets=asked,
        services=services,
        faq=tuple((key, score) for key, score in (knowledge or {}).get("faq", ())),
        life_events=tuple(
            (key, score) for key, score in (knowledge or {}).get("life_events", ()) if key != _DEATH or speaks_of_death(text)
        ),
        named=named,
        named_faq=(knowledge or {}).get("named_faq"),
        faq_verbatim=_verbatim(index, knowledge or {}, text, in_talk=bool(under_discussion)) if index is not None else None,
        variant=variant,
        applicant=applicant,
        context_service=under_discussion,
        context_facets=tuple(context.get("facets") or ()),
        pending_facets=tuple(context.get("pending_facets") or ()),
        sibling=pointed_to,
        family=family,
        other_family=other_family,
        of_subject=services_spoken_of(index.view, text) if index is not None else (),
        covered=covered,
        told=told,
        counterpart=counterpart,
        recalled=recalled,
        moving=_moving(index, text) if index is not None else None,
        told_in=told_in,
        told_half=told_half,
        of_a_place=asks_of_place(text),
        of_booking=speaks_of_booking(text),
        whether_needed=asks_whether_needed(text),
        told_of_first=told_of_first,
        case_of_first=index is not None and first is not None and _case_beside_others(index, first, variant),
        offered=offered,
        offered_event=_event_of(index, offered) if index is not None else None,
        told_elsewhere=told_elsewhere,
        of_own=bool(index is not None and under_discussion and _words_of_names(index, under_discussion) & subject),
        next_move=_next_move(index, under_discussion) if index is not None else None,
        kin=first is not None and under_discussion is not None and family_name(first) == family_name(under_discussion),
        manner=manner - (frozenset() if _is_outreach(index, under_discussion) else {"offer"}),
        remark=remark_in(text),
        asked_back=any(p.get("intent") == "list_services" for p in payloads),
        pointed_offer=_pointed(index, text, offered) if index is not None and len(offered) > 1 and subject else None,
        fine=speaks_of_fine(text),
        asks_whether=asks_whether(text),
        says_yes=says_yes(text),
        asks_how=asks_how(text),
        concludes=concludes(text),
        consequence=asks_consequence(text),
        lacks=says_not_yet(text),
        is_without=is_without(text),
        joined=joined_facets(text),
        bare=not subject,
        of_talk=not subject - OF_TALK,
        context_life_event=_life_event_of(index, under_discussion) if index is not None and under_discussion else None,
        event_spoken_of=event.key if event is not None else _event_among(index, [under_discussion, *earlier_services]),
        context_faq=context_faq,
        told_by_faq=_told_by_faq(index, context_faq, text, named) if index is not None and context_faq is not None else (),
        before=next(iter(earlier_services), None),
        cannot_pay=cannot_pay(text),
        another_move=index is not None and supposes(text) and _is_for_moving(index, first) > _is_for_moving(index, under_discussion),
        of_progress=speaks_of_progress(text),
        names_context=under_discussion is not None and under_discussion in (knowledge or {}).get("named", ()),
        of_civil_status=speaks_of_civil_status(text),
        danger=spoken_of(text),
        harmless=is_harmless(text),
        wants_person=wants_person(text),
        asks_phone=asks_phone(text),
        asks_where_to_report=asks_where_to_report(text),
        asks_where_to_complain=asks_where_to_complain(text),
        asks_plain_japanese=asks_for_plain_japanese(text),
    )


def _under_discussion(offered: tuple[str, ...], before: str | None, scores: Mapping[str, float], *, bare: bool) -> str | None:
    """The only service just offered, its button pressed or not, unless what is said fits the one spoken of before at least as well."""
    if len(offered) != 1:
        return before
    (only,) = offered
    if before is None or bare or scores.get(only, 0.0) > scores.get(before, 0.0):
        return only
    return before


_CLEARLY = 1.2
# The key of the life event in every catalogue.
_DEATH = "death"
# From this probability on a message tells what happened in a life, if it names no service.
_TELLS_OF_EVENT = 0.5
# What is different for each member of a family; how long a card is valid is not.
_OTHERWISE_BY_CASE = frozenset({"ask_requirements", "ask_procedure", "ask_form"})
# Below the one, another service is not clearly meant right after a life event's list; from the other on, a step of it may be.
_CLEARLY_OTHER, _LIKELY_STEP = 0.65, 0.1


def _pointed(index: KnowledgeIndex, text: str, offered: tuple[str, ...]) -> str | None:
    """The one of the services whose words the text uses clearly more than those of each other."""
    numbers = {key: number for key in offered if (number := index.number.get(Target("service", key))) is not None}
    for key, number in numbers.items():
        others = [other for other in numbers.values() if other != number]
        if others and min(word_odds(index, text, number, other) for other in others) >= _CLEARLY:
            return key
    return None


def _event_of(index: KnowledgeIndex, offered: tuple[str, ...]) -> str | None:
    """The life event whose steps are the services just offered."""
    return next(
        (event.key for event in index.view.life_events.values() if len(offered) > 1 and offered == tuple(k for k, _ in event.steps)), None
    )


def _life_event_of(index: KnowledgeIndex, service: str) -> str | None:
    """The life event that begins with the service, or is the only one that holds it."""
    holding = [event for event in index.view.life_events.values() if service in [key for key, _ in event.steps]]
    first = [event for event in holding if event.steps[0][0] == service]
    found = first if len(first) == 1 else holding
    return found[0].key if len(found) == 1 else None


def _case_beside_others(index: KnowledgeIndex, key: str, variant: str | None) -> bool:
    """Whether the service has requirements for the case spoken of, and is mostly there for others: a lost passport."""
    number = index.number.get(Target("service", key))
    if variant not in {"lost", "damaged"} or number is None or not _covers(index, key, variant, None):
        return False
    return index.case_shares[number].get(variant, 0.0) < _FOR_THE_CASE


def _moving(index: KnowledgeIndex, text: str) -> str | None:
    """The service for one who moves where the text says; None when it speaks of no moving."""
    number = index.service_for_moving.get(index.case_in(text))
    return None if number is None else index.targets[number].key


def _of_the_living(index: KnowledgeIndex, text: str, services: Scores) -> Scores:
    """Without what is registered of the dead, where nothing but a thing is "mati"."""
    event = index.view.life_events.get(_DEATH)
    if event is None or re.search(r"\bmati\b", text) is None:
        return services
    return tuple((key, score) for key, score in services if key != event.steps[0][0])


def _words_of_names(index: KnowledgeIndex, service: str) -> frozenset[str]:
    number = index.number.get(Target("service", service))
    return frozenset() if number is None else index.words_of_names[number] - OF_TALK


def _next_move(index: KnowledgeIndex, service: str | None) -> str | None:
    """The service for those who arrive, where that for those who leave is under discussion."""
    leaving, arriving = (index.service_for_moving.get(direction) for direction in ("out", "in"))
    if leaving is None or arriving is None or index.targets[leaving].key != service:
        return None
    return index.targets[arriving].key


def _is_outreach(index: KnowledgeIndex | None, service: str | None) -> bool:
    """Whether the service is one that takes others to the citizens, and a question what can be done there is about it."""
    view = index.view.services.get(service) if index is not None and service is not None else None
    return view is not None and view.category == "outreach"


def _is_for_moving(index: KnowledgeIndex, service: str | None) -> bool:
    return any(index.targets[number].key == service for number in index.service_for_moving.values())


_HALF = 0.5
# How much more of the other service's words a text must hold to mean that one.
_TO_LEAVE = 1.2
# The share of a service's names and examples that speak of a case, from which on it is there for that case.
_FOR_THE_CASE = 0.2
# From this probability on it is clear where somebody moves, though no direction was read.
_CLEARLY_THERE = 0.8
# How likely a service spoken of earlier must be to be gone back to; one word of its names makes it so.
_LIKELY_EARLIER = 0.1


def _means_the_same(index: KnowledgeIndex, text: str, context: str, named: frozenset[str]) -> bool:
    """Whether what is named may as well be the service under discussion: "SIM A" while the renewal of a SIM is spoken of."""
    here = index.number.get(Target("service", context))
    if here is None or not named or index.case_in(text) is not None:
        return False
    if any(family_name(key) != family_name(context) for key in named):
        return False
    return all(word_odds(index, text, index.number[Target("service", key)], here) < _TO_LEAVE for key in named)


def _in_place_of(services: Scores, context: str, named: frozenset[str]) -> Scores:
    """The services with the one under discussion in the place of those named."""
    likely = sum(score for key, score in services if key in named | {context})
    rest = [(key, score) for key, score in services if key not in named | {context}]
    return tuple(sorted([(context, likely), *rest], key=lambda pair: -pair[1]))


def _for_the_case(index: KnowledgeIndex, text: str, services: Scores, named: frozenset[str]) -> Scores:
    """The services with the only one named for the case spoken of before those of its family: "KK dimakan tikus" is no new KK."""
    case = index.case_in(text)
    if len(named) != 1 or not services or case is None:
        return services
    (meant,) = named
    first = services[0][0]
    if family_name(first) != family_name(meant):
        return services
    if share_of_case(index, index.number[Target("service", meant)], case) < _FOR_THE_CASE:
        return services
    alike = {key for key, _ in services if family_name(key) == family_name(meant)}
    likely = sum(score for key, score in services if key in alike)
    return ((meant, likely), *((key, 0.0 if key in alike else score) for key, score in services if key != meant))


def _for_what_is_lost(index: KnowledgeIndex, services: Scores, variant: str | None) -> Scores:
    """The services, where something was lost or damaged, with those hardly likely that know nothing of it.

    Who lost a wallet in the market asks for no counter there.
    """
    if variant not in {"lost", "damaged"}:
        return services
    found = [
        (
            key,
            score
            if share_of_case(index, index.number[Target("service", key)], variant) or _covers(index, key, variant, None)
            else score / 10,
        )
        for key, score in services
    ]
    return tuple(sorted(found, key=lambda pair: -pair[1]))


def _instead(services: Scores, first: str, other: str) -> Scores:
    """The services with another one in the place of the first, as likely as both."""
    likely = sum(score for key, score in services if key in {first, other})
    return ((other, likely), *((key, score) for key, score in services if key not in {first, other}), (first, 0.0))


def _in_the_course_of(
    index: KnowledgeIndex, text: str, context: str, services: Scores, named: frozenset[str]
) -> tuple[Scores, frozenset[str]]:
    """The services, and those named, with the one first that goes with what is spoken of, where the words say no more than their family.

    The 国保 after a death is that to leave, and the KK after a birth is that to change.
    """
    view = index.view.services.get(context)
    first = services[0][0] if services else None
    if view is None or first is None or first in {context, *view.related} or index.case_in(text) is not None:
        return services, named
    if family_name(first) == family_name(context) or named - {first}:
        return services, named
    along = [key for key in view.related if family_name(key) == family_name(first) and key in index.view.services]
    if (
        len(along) != 1
        or word_odds(index, text, index.number[Target("service", first)], index.number[Target("service", along[0])]) >= _TO_LEAVE
    ):
        return services, named
    return _instead(services, first, along[0]), frozenset(along) if first in named else named


def _among_the_steps(
    steps: tuple[str, ...], services: Scores, named: frozenset[str], family: tuple[str, ...]
) -> tuple[Scores, frozenset[str], tuple[str, ...]]:
    """The services, those named and the family named, with the only step of the life event just told that is of that family first.

    「国民健康保険の分は」 after the list for a death means leaving it.
    """
    along = [key for key in steps if key in family]
    if not family and not named and services and services[0][0] not in steps and services[0][1] < _CLEARLY_OTHER:
        # 「保険はどうしたら」 after the list for a lost job hardly means another insurance than that of the list.
        along = [key for key, score in services[1:3] if key in steps and score >= _LIKELY_STEP][:1]
        family = (services[0][0], *along) if along else ()
    if len(along) != 1 or not services or named - set(family):
        return services, named, family
    (meant,) = along
    likely = sum(score for key, score in services if key in family)
    rest = [(key, score) for key, score in services if key not in family]
    return ((meant, likely), *rest), frozenset({meant}), ()


def _where_to(index: KnowledgeIndex, text: str, services: Scores, named: frozenset[str]) -> tuple[str, ...]:
    """The services for those who move, where a text about one of them does not say where somebody moves."""
    movers = tuple(dict.fromkeys(index.targets[number].key for number in index.service_for_moving.values()))
    if named or len(movers) < 2 or not services or services[0][0] not in movers or services[0][1] >= _CLEARLY_THERE:
        return ()
    return movers if speaks_of_moving(text) and direction_in(text, index.area) is None else ()


def _counterpart(index: KnowledgeIndex, context: str, named: frozenset[str], text: str) -> str | None:
    """The service for the same case of another document: who speaks of changes on a KTP and then names the KK means changes on the KK."""
    here = index.number.get(Target("service", context))
    if here is None or len(named) != 1 or index.case_in(text) is not None:
        return None
    (other,) = named
    case, share = max(((c, p) for c, p in index.case_shares[here].items() if c), key=lambda found: found[1], default=(None, 0.0))
    if case is None or share < _FOR_THE_CASE or family_name(other) == family_name(context):
        return None
    shares = {key: index.case_shares[index.number[Target("service", key)]].get(case, 0.0) for key in index.families[family_name(other)]}
    best = max(shares, key=shares.__getitem__)
    return best if best != other and shares[best] >= _FOR_THE_CASE else None


_EARLIER = re.compile(r"\btadi\b|\bsebelum(?:nya|e) itu\b|さっき|先ほど|さきほど|前に聞いた")


def _recalled(index: KnowledgeIndex, text: str, earlier: Sequence[str], scores: Mapping[str, float]) -> str | None:
    """The service spoken of before to which a message goes back ("yang akta tadi", 「さっきの住民票」)."""
    if not earlier or not _EARLIER.search(text):
        return None
    said = set(content_words(text))
    numbers = {key: number for key in earlier if (number := index.number.get(Target("service", key))) is not None}
    fits = {key: scores.get(key, 0.0) + _LIKELY_EARLIER * bool(said & index.words_of_names[number]) for key, number in numbers.items()}
    best = max(fits, key=fits.__getitem__, default=None)
    return best if best is not None and fits[best] >= _LIKELY_EARLIER else None


def _told(index: KnowledgeIndex, key: str, text: str) -> tuple[float | None, frozenset[str], frozenset[str]]:
    """How much of what a message asks about one statement about the service holds, and the facets of those with all or half of it."""
    service, asked = index.view.services.get(key), particulars(index, key, text)
    if service is None or not asked:
        return None, frozenset(), frozenset()
    found = shares(service, "ja" if is_japanese(text) else "id", asked)
    whole, half = (frozenset(statement.facet for share, statement in found if share >= least) for least in (1, _HALF))
    return (found[0][0] if found else 0.0), whole, half


# So many words that are particular to a message are found together in a statement by no chance.
_ENOUGH_TO_FIND = 2


def _told_elsewhere(
    index: KnowledgeIndex, steps: Sequence[tuple[str, Localized | None]], text: str, least: int
) -> tuple[str, frozenset[str]] | None:
    """The first of the services, each with what a life event says of it, with a statement that holds all of what a message asks about,
    and the facets of such statements.

    `least`: the words that are particular to a message must be so many: a single one may be found somewhere by chance.
    """
    said = particulars(index, "", text)
    if len(said) < least:
        return None
    for key, hint in steps:
        told, facets, _ = _told(index, key, text)
        if told == 1:
            return key, facets
        if hint and says_all(say(hint, "ja" if is_japanese(text) else "id"), said):
            return key, frozenset({"overview"})
    return None


def _event_among(index: KnowledgeIndex | None, services: Sequence[str | None]) -> str | None:
    """The life event that begins with the service under discussion, else with the latest before it: a copy of a register may serve any."""
    if index is None:
        return None
    begins = {event.steps[0][0]: event.key for event in reversed(index.view.life_events.values()) if event.steps}
    return next((begins[key] for key in services if key in begins), None)


# Among so many of the likeliest FAQ it is looked for the very words of a message.
_LIKELIEST_FAQ = 5
_CLEARLY_THE_FAQ = 0.9


def _verbatim(index: KnowledgeIndex, knowledge: Mapping[str, Any], text: str, *, in_talk: bool) -> str | None:
    """The FAQ, of the likeliest, whose question or another way to ask it a message is word for word.

    In a talk about something it must be clearly the likeliest: the same words may be asked of what is spoken of.
    """
    said = alias_form(text)
    likeliest = list(knowledge.get("faq", ()))[:_LIKELIEST_FAQ]
    if in_talk:
        likeliest = [(key, score) for key, score in likeliest[:1] if score >= _CLEARLY_THE_FAQ]
    for key, _ in likeliest:
        entry = index.view.faq.get(key)
        ways = [*entry.question.values(), *(way for ways in entry.variants.values() for way in ways)] if entry is not None else []
        if any(alias_form(normalise(way)) == said for way in ways if way):
            return str(key)
    return None


def _told_by_faq(index: KnowledgeIndex, key: str, text: str, named: frozenset[str]) -> tuple[str, ...]:
    """What a message speaks of, where the answer of an FAQ holds all of it.

    That is at least two words, or a number ("KK harus 1 tahun?"), or one of which it is asked whether (「警察に行く？」).
    """
    entry = index.view.faq.get(key)
    if entry is None or variant_in(text) is not None:
        return ()
    answer = normalise(str(entry.answer.get("ja" if is_japanese(text) else "id") or ""))
    said = {word for word in content_words(text) if not word.isdigit()} - OF_FACETS - OF_TALK
    numbers = set(re.findall(r"\d+", text))
    whole = set(content_words(answer)) >= said and set(re.findall(r"\d+", answer)) >= numbers
    alone = len(said) == 1 and set(content_words(text)) == said and not is_japanese(text)
    enough = len(said) > 1 or numbers or (alone and not named) or ((asks_whether(text) or text.endswith(("?", "か"))) and not named)
    return (*sorted(said), *sorted(numbers)) if whole and said and enough else ()


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

"""Which service a question is asked of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.deciding.asked import surely_asked
from bot.nlu.deciding.context import OF_ANOTHER_SERVICE, is_said_of_context, likely_instead, likely_sibling, still_open
from bot.nlu.deciding.faq import another_faq, more_of_the_faq
from bot.nlu.deciding.levels import HARDLY_ASKED, PERHAPS_FAQ, WORTH_OFFERING
from bot.nlu.deciding.values import Decision, DecisionName, Evidence, Thresholds

# How likely a named service must be that is the only likely one.
_LIKELY_WHEN_NAMED = 0.3
# Below the one, with another service above the other, it is not clear which of the two is meant.
_CLEARLY_FIRST, _AS_LIKELY = 0.65, 0.35
# From this probability on another service is meant, although the one under discussion has the words too.
_LIKELIER = 0.8
# The same where the service under discussion speaks of the thing, but not of what is asked of it: 「コンビニは何時まで」.
_SURELY_ANOTHER = 0.9
# The share of the likeliest below which a service is no choice beside it.
_FAR_BEHIND = 0.25


def about_service(evidence: Evidence, facets: tuple[str, ...], facet_mass: float, t: Thresholds) -> Decision:
    """Which service the facets are asked of: the one named, the one under discussion, or a question back."""
    decision = _about_service(evidence, facets, facet_mass, t)
    return replace(decision, extra={**decision.extra, "consequence": True}) if evidence.consequence else decision


def _about_service(evidence: Evidence, facets: tuple[str, ...], facet_mass: float, t: Thresholds) -> Decision:
    intent = f"ask_{facets[0]}"
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if evidence.pending_facets and facets == ("overview",) and not evidence.variant:
        facets = evidence.pending_facets
        intent = f"ask_{facets[0]}"
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    none = 1 - sum(s for _, s in evidence.services)
    if still_open(evidence) and facets != ("overview",):
        return Decision("service", "choices", intent, facet_mass, evidence.offered, facets, **common)
    if (other := another_faq(evidence)) is not None:
        return other
    if evidence.context_faq is not None and evidence.of_talk and not evidence.named and (facets != ("overview",) or evidence.bare):
        return more_of_the_faq(evidence, facets)
    if evidence.family and evidence.context_service not in evidence.family and not is_said_of_context(evidence):
        ranked = dict(evidence.services)
        family = tuple(sorted(evidence.family, key=lambda key: -ranked.get(key, 0.0)))[:4]
        return Decision("service", "choices", intent, score, family, facets, **common)
    if len(evidence.services) > 1 and score < _CLEARLY_FIRST and evidence.services[1][1] >= _AS_LIKELY and not evidence.named:
        pair = tuple(key for key, _ in evidence.services[:2])
        if evidence.context_service not in pair and not evidence.bare:
            return Decision("service", "choices", intent, score, pair, facets, extra=_faq_as_well(evidence), **common)
    if (
        service is not None
        and score >= t.service
        and (
            (evidence.context_service is None and not evidence.bare)
            or evidence.named
            or (score >= t.switch and not evidence.bare)
            or (score >= _SURELY_ANOTHER and evidence.told == 1 and not (evidence.bare or set(facets) & (evidence.told_in | {"overview"})))
        )
    ):
        if facets == ("overview",) and (evidence.case_of_first or (service == evidence.context_service and evidence.covered)):
            facets = _of_the_case(evidence)
            intent = f"ask_{facets[0]}"
        return Decision("service", "answer", intent, score, (service,), facets, **common)
    if service is not None and likely_instead(evidence) and not common["variant"] and not _of_a_place(evidence, facets, score):
        instead: DecisionName = "answer" if score >= _LIKELIER else "choices"
        return Decision("service", instead, intent, score, (service,), facets, extra=_faq_as_well(evidence), **common)
    if evidence.moving is not None and score < t.service:
        return Decision("service", "answer", intent, max(none, 0.5), (evidence.moving,), facets, **common)
    context = evidence.context_service
    if (
        context is not None
        and not evidence.named
        and (
            facets != ("overview",)
            or evidence.variant
            or evidence.applicant
            or evidence.family
            or (evidence.told == 1 and (score < _LIKELIER or evidence.kin))
        )
    ):
        # Only a case ("hilang", 「なくした」) may move the question to a neighbouring service: other words are too weak for that.
        uncovered = evidence.variant in OF_ANOTHER_SERVICE and not evidence.covered
        # "Kalau gaji berubah?" moves nothing where the service itself tells of that.
        target = (likely_sibling(evidence) if uncovered and evidence.told != 1 else None) or context
        # "Hilang di Mekkah?": the catalogue says nothing of that case, and the description of the service is no answer to it.
        known = target != context or evidence.told == 1
        extra = {"unknown": True} if uncovered and not known and facets == ("overview",) else {}
        if evidence.told == 1 and (facets == ("overview",) or _hardly_asked(evidence, facets)):
            extra["carried"] = True
        if evidence.variant and evidence.covered and facets == ("overview",):
            facets = _of_the_case(evidence)
            intent = f"ask_{facets[0]}"
        return Decision("service", "answer", intent, max(none, 0.5), (target,), facets, from_context=True, extra=extra, **common)
    if evidence.context_faq is not None and not evidence.named and facets != ("overview",):
        return more_of_the_faq(evidence, facets)
    if context is not None and service == context and score >= t.service:
        common["extra"] = {"unknown": True} if facets == ("overview",) else {}
        return Decision("service", "answer", intent, score, (context,), facets, from_context=True, **common)
    choices, total = worth_choosing(evidence, t)
    if context in choices and "that_one" in evidence.manner and not evidence.named:
        # "Yang elektronik beda?" goes on to another kind of the same thing.
        facets = surely_asked(evidence, t) or evidence.context_facets or facets
        return Decision("service", "answer", f"ask_{facets[0]}", max(none, 0.5), (context,), facets, from_context=True, **common)
    if (evidence.bare or evidence.of_talk) and context is None and not evidence.named:
        # Words for the question alone: what resembles them does so by chance.
        choices, total = (), 0.0
    if len(choices) >= 2 and total >= t.choices_total and score >= WORTH_OFFERING:
        return Decision("service", "choices", intent, total, choices, facets, **common)
    if len(choices) == 1 and evidence.named:
        name: DecisionName = "answer" if score >= _LIKELY_WHEN_NAMED else "choices"
        return Decision("service", name, intent, score, choices, facets, **common)
    if len(choices) == 1 and context is None and score >= t.lone_service and not (_faq_as_well(evidence) or evidence.of_talk):
        # Whether any service is meant at all is unsure, which one it would be is not; the question is one about a service by its words.
        return Decision("service", "answer", intent, score, choices, facets, **common)
    if choices == (context,):
        # It was under discussion already: to ask whether it is meant would be no answer.
        return Decision("service", "answer", intent, score, choices, facets, from_context=True, extra={"unknown": True}, **common)
    if context is not None and not evidence.named and (score < WORTH_OFFERING or evidence.of_talk):
        # To ask which service is meant would be deaf: one is spoken of, though nothing is known of what is said.
        common["extra"] = {} if evidence.of_talk else {"unknown": True}
        return Decision("service", "answer", intent, max(none, 0.5), (context,), facets, from_context=True, **common)
    if len(choices) == 1 and score >= t.choices_total * 0.7:
        return Decision("service", "choices", intent, score, choices, facets, **common)
    if facets == ("overview",) and none > 0.8 and evidence.intents.get("out_of_scope", 0.0) > 0.1:
        return Decision("oos", "refuse", "out_of_scope", none)
    return Decision("service", "ask_back", intent, facet_mass, (), facets, **common)


def _faq_as_well(evidence: Evidence) -> dict[str, Any]:
    """A question that staff have answered and that may be meant as well as the services offered ("pajaknya gimana" of one with a shop)."""
    likely = [key for key, p in evidence.faq[:1] if p >= PERHAPS_FAQ]
    return {"faq": likely} if likely else {}


def _of_the_case(evidence: Evidence) -> tuple[str, ...]:
    """What differs by what happened: the description is the same for all, what to bring or to pay is not."""
    return ("fee",) if evidence.fine else ("requirements",)


def _of_a_place(evidence: Evidence, facets: tuple[str, ...], score: float) -> bool:
    """Whether it is asked where what is spoken of can be done ("di kecamatan bisa?"): a place is no matter of its own."""
    sure = facets[0] == "where" and evidence.facets.get("ask_where", 0.0) >= _SURELY_ANOTHER
    return sure and not evidence.named and score < _LIKELIER


def _hardly_asked(evidence: Evidence, facets: tuple[str, ...]) -> bool:
    """Whether neither model is sure of any of the facets: what the catalogue says of the thing itself is the answer then."""
    sure = max(max(evidence.intents.get(f"ask_{f}", 0.0), evidence.facets.get(f"ask_{f}", 0.0)) for f in facets)
    return sure < HARDLY_ASKED and not evidence.consequence


def worth_choosing(evidence: Evidence, t: Thresholds) -> tuple[tuple[str, ...], float]:
    """The likely services, without those that trail far behind the likeliest, and how likely it is that one of them is meant."""
    best = evidence.services[0][1] if evidence.services else 0.0
    kept = [(key, p) for key, p in evidence.services[:4] if p >= max(t.choice, _FAR_BEHIND * best)]
    return tuple(key for key, _ in kept), sum(p for _, p in kept)

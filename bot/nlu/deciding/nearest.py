"""What is offered where nothing can be answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.deciding.asked import facets_asked
from bot.nlu.deciding.levels import PERHAPS_FAQ, WORTH_OFFERING
from bot.nlu.deciding.values import Decision, Evidence, Thresholds

# How likely an FAQ must be to be offered in place of the question which service is meant.
_FAQ_INSTEAD_OF_ASKING = 0.6
# How likely a service must be to be offered while another is spoken of.
_LIKELY_BESIDE = 0.4
# So many services of a subject are offered at most.
_MOST_OF_SUBJECT = 4


def with_the_nearest(decision: Decision, evidence: Evidence, t: Thresholds) -> Decision:
    """Where nothing can be answered, what may well be meant is offered in place of a bare refusal or question back."""
    helpless = decision.decision in {"refuse", "ask_back"} or (decision.intent == "correct" and not decision.services)
    # Where no event is likely, to ask which one it is answers nobody who hardly speaks of any.
    helpless = helpless or (decision.kind == "life_event" and decision.decision == "choices" and decision.confidence < t.intent)
    # An ellipsis ("kalau mobil?") has too few words for an FAQ to be likely by more than chance.
    if decision.extra.get("unknown") and max(evidence.intents, key=evidence.intents.__getitem__, default="") != "follow_up":
        helpless = bool(evidence.faq) and evidence.faq[0][1] >= PERHAPS_FAQ
    if not helpless or evidence.intents.get("out_of_scope", 0.0) >= t.out_of_scope:
        return decision
    context = evidence.context_service
    if context is not None and not evidence.named and evidence.told == 1 and evidence.service_score(context) >= _LIKELY_BESIDE * 0.8:
        # It says something of the very thing: to offer another service as well would be deaf.
        asked = facets_asked(evidence, t)
        common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant, "extra": {"carried": True}}
        return Decision(
            "service", "answer", f"ask_{asked[0]}", evidence.service_score(context), (context,), asked, from_context=True, **common
        )
    # The more a message looks out of scope, the likelier must be what is offered.
    least = WORTH_OFFERING + evidence.intents.get("out_of_scope", 0.0) / 2
    likely = least if evidence.context_service is None else max(least, _LIKELY_BESIDE)
    # Words for the question alone resemble a service by chance.
    by_chance = evidence.bare and not evidence.named and evidence.context_service is None
    services = [(key, p) for key, p in evidence.services[:3] if p >= likely and key != evidence.context_service and not by_chance]
    if decision.decision == "ask_back":
        # It asks for the service of which something is asked: an FAQ must be likely to be offered in its place.
        least = _FAQ_INSTEAD_OF_ASKING
    faq = [(key, p) for key, p in evidence.faq[:3] if (p >= least and not evidence.bare) or key == evidence.named_faq]
    if not services and evidence.of_subject and (not faq or faq[0][1] < _FAQ_INSTEAD_OF_ASKING):
        ranked = dict(evidence.services)
        likeliest = sorted(evidence.of_subject, key=lambda key: -ranked.get(key, 0.0))
        services, faq = [(key, ranked.get(key, 0.0)) for key in likeliest[:_MOST_OF_SUBJECT]], []
    if not services and not faq:
        if decision.decision == "ask_back" and len(evidence.offered) > 1 and not evidence.asked_back and not evidence.context_service:
            # 「高いなあ、安くならへん？」 leaves open which of those offered is meant.
            return replace(decision, decision="choices", services=evidence.offered)
        return decision
    asked = facets_asked(evidence, t)
    extra = {**decision.extra, "faq": [key for key, _ in faq]}
    best = max(p for _, p in [*services, *faq])
    if not services:
        return Decision("faq", "choices", "faq", best, extra=extra)
    keys = tuple(key for key, _ in services)
    return Decision("service", "choices", f"ask_{asked[0]}", best, keys, asked, evidence.variant, evidence.applicant, extra=extra)

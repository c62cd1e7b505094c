"""Messages that only the conversation explains: ellipses, corrections, and what goes back to something spoken of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.deciding.asked import facet_of, facets_asked, surely_asked
from bot.nlu.deciding.context import concerns_context, leaves_for_faq, likely_sibling, still_open
from bot.nlu.deciding.faq import another_faq, answer_faq, more_of_the_faq, offer_faq
from bot.nlu.deciding.levels import AGAINST_A_NAME, FAQ_AS_WRITTEN, FAQ_INSTEAD, SURELY_FAQ
from bot.nlu.deciding.service import worth_choosing
from bot.nlu.deciding.values import Decision, Evidence, Thresholds

# Those who speak so do not ask what to bring.
_NO_DOCUMENT = AGAINST_A_NAME | {"correct", "out_of_scope", "life_event"}
# How likely services must be together to be offered to one who says that something else was meant.
_LIKELY_TOGETHER = 0.3
# How likely an FAQ must be where a message says nothing that could be looked for in the service under discussion.
_LIKELY_FAQ = 0.7


def within_the_conversation(evidence: Evidence, top: str, probability: float, t: Thresholds) -> Decision | None:
    """The answer to a message that names something else, and is about a service spoken of before all the same."""
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if evidence.recalled is not None and (top.startswith("ask_") or top in {"follow_up", "correct", "faq"}):
        asked = surely_asked(evidence, t)
        facets = asked or (facets_asked(evidence, t) if top.startswith("ask_") else evidence.context_facets) or ("overview",)
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.recalled,), facets, **common)
    if evidence.context_service is None:
        return None
    extra: dict[str, Any] = {}
    if evidence.whether_needed and "requirements" in evidence.told_in and not (top in _NO_DOCUMENT and probability >= t.intent):
        # "Perlu akta lahir?" asks what to bring, and not how to get a birth certificate.
        facets = ("requirements",)
    elif (
        evidence.is_without
        and (evidence.named or evidence.family)
        and ("requirements" in evidence.told_in or ("requirements" in evidence.told_half and not evidence.asks_how))
        and not (top in AGAINST_A_NAME and probability >= t.intent)
    ):
        # "Ibu gak punya akta lahir, gimana", of a passport: what else will do stands where that is asked for.
        facets, extra = ("requirements",), {"carried": True}
    elif evidence.another_move and evidence.told == 1 and not evidence.bare:
        # 「引っ越してきたときはどうするん」 of a dog: what the catalogue says of a move there, and not the register of residents.
        facets, extra = tuple(sorted(evidence.told_in - {"overview"}))[:2] or ("overview",), {"carried": True}
    elif evidence.whether_needed and evidence.family and evidence.context_service not in evidence.family:
        # 「印鑑はいる？」: what only the family of a document is named by is a thing to bring.
        facets = ("requirements",)
    elif (way := _way(evidence, top, t)) and (way in evidence.told_in or (way == "where" and evidence.of_a_place)) and not evidence.bare:
        # "Di minimarket bisa?" asks for a way to get what is spoken of, though getting things there is a service as well.
        facets = (way,)
    else:
        return None
    about = (evidence.context_service,)
    return Decision("service", "answer", f"ask_{facets[0]}", probability, about, facets, from_context=True, extra=extra, **common)


def _way(evidence: Evidence, top: str, t: Thresholds) -> str:
    """The facet of a way to get something that a message asks for; empty for another question."""
    asked = surely_asked(evidence, t) if top == "follow_up" else (facet_of(top),)
    return asked[0] if asked and asked[0] in {"online", "where"} else ""


def follow_up(evidence: Evidence, intent: str, probability: float, t: Thresholds) -> Decision:
    """An ellipsis: the question of before, about another case or another service."""
    facets = evidence.context_facets or evidence.pending_facets
    asked = list(surely_asked(evidence, t))
    if asked == ["procedure"] and evidence.asks_how and evidence.concludes and evidence.named:
        # "Terus BPJS-nya gimana" goes on to another matter as a whole.
        asked = []
    if not asked and evidence.applicant == "proxy" and not {"who", "requirements"} & set(facets):
        # "Kalau teman saya yang datang?" asks who may, whatever was asked before.
        asked = ["who"]
    if not asked and evidence.variant == "late":
        # 「遅れるともらえない？」, after what it pays.
        asked = ["deadline"]
    facets = tuple(asked) or (("overview",) if evidence.concludes else facets)
    if (evidence.variant or evidence.applicant) and facets in ((), ("overview",)):
        facets = ("requirements",)
    facets = facets or ("overview",)
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    faq_key, faq_score = evidence.faq[0] if evidence.faq else (None, 0.0)
    if intent == "correct" and faq_key is not None and faq_score >= max(FAQ_INSTEAD, score):
        return answer_faq(faq_key, faq_score, intent, evidence)
    speaks_of_case = evidence.variant is not None or evidence.covered or likely_sibling(evidence) is not None
    speaks_for_context = evidence.bare or (speaks_of_case and (faq_score < SURELY_FAQ or evidence.covered))
    if evidence.told == 0 and faq_key is not None and faq_score >= max(FAQ_INSTEAD, score) and not speaks_for_context:
        return answer_faq(faq_key, faq_score, intent, evidence)
    if (
        evidence.told is None
        and faq_score >= _LIKELY_FAQ
        and not (evidence.bare or speaks_of_case or evidence.of_talk)
        and not concerns_context(evidence)
    ):
        return answer_faq(str(faq_key), faq_score, intent, evidence)
    own = not (evidence.bare or evidence.of_talk or evidence.named)
    if own and faq_key is not None and (faq_score >= FAQ_AS_WRITTEN or (faq_score >= SURELY_FAQ and not concerns_context(evidence))):
        return answer_faq(faq_key, faq_score, intent, evidence)
    if leaves_for_faq(evidence, faq_score):
        return offer_faq(evidence, faq_score, facets_asked(evidence, t))
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if still_open(evidence) and asked:
        return Decision("service", "choices", f"ask_{facets[0]}", probability, evidence.offered, facets, **common)
    if evidence.counterpart is not None:
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.counterpart,), facets, **common)
    if evidence.other_family and not asked and not (service in evidence.other_family and score >= t.service):
        # "SIM-nya ganti alamat juga?" speaks of a card of another kind.
        ranked = dict(evidence.services)
        members = tuple(sorted(evidence.other_family, key=lambda key: -ranked.get(key, 0.0)))[:4]
        return Decision("service", "choices", f"ask_{facets[0]}", score, members, facets, **common)
    named = service is not None and service in evidence.named
    if (
        named
        and not asked
        and faq_key is not None
        and faq_score >= FAQ_INSTEAD
        and faq_score > score
        and service != evidence.context_service
    ):
        # 「名字が変わったらマイナンバーカードは？」 goes on to what staff have answered, and not to the question of before.
        return replace(answer_faq(faq_key, faq_score, intent, evidence), extra={"subject": True})
    sibling = None if evidence.names_context and evidence.variant is None else likely_sibling(evidence)
    stays = (
        evidence.context_service is not None
        and evidence.covered
        and intent == "follow_up"
        and service != evidence.context_service
        and score < t.switch
    )
    if (
        service is not None
        and not stays
        and not (intent == "follow_up" and service == evidence.context_service)
        and score >= t.service
        and (named or evidence.context_service is None or (score >= t.switch and sibling is None))
    ):
        if evidence.asks_how and not (asked or evidence.variant or evidence.applicant) and service != evidence.context_service:
            # "Terus KK-nya gimana" goes on to another matter as a whole, and not to the fee that was asked before.
            facets = ("overview",)
        return Decision("service", "answer", f"ask_{facets[0]}", score, (service,), facets, **common)
    if evidence.context_service is not None and (sibling or intent == "follow_up" or asked):
        target = evidence.context_service if evidence.covered or not sibling else sibling
        # Whatever it says ("kalau BPKB-nya masih di leasing?"), nothing of it is known here.
        said_again = service == evidence.context_service and score >= t.service
        unknown = target == evidence.context_service and not (
            said_again or asked or evidence.bare or evidence.family or evidence.variant or evidence.applicant
        )
        extra = {"unknown": True} if unknown else {}
        if not asked:
            extra["carried"] = True
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (target,), facets, from_context=True, extra=extra, **common)
    if intent == "follow_up" and (other := another_faq(evidence)) is not None:
        return other
    if evidence.context_faq is not None and intent == "follow_up" and not evidence.named:
        return more_of_the_faq(evidence, tuple(asked))
    choices, total = worth_choosing(evidence, t)
    if len(choices) >= 2 and total >= _LIKELY_TOGETHER:
        return Decision("service", "choices", f"ask_{facets[0]}", probability, choices, facets, **common)
    if intent in {"affirm", "deny", "correct"}:
        return Decision("smalltalk", "smalltalk", intent, probability)
    return Decision("service", "ask_back", f"ask_{facets[0]}", probability, (), facets, **common)

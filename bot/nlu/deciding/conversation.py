"""Messages that only the conversation explains: ellipses, corrections, and what goes back to something spoken of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.deciding.asked import facet_of, facets_asked, surely_asked
from bot.nlu.deciding.context import concerns_context, is_said_of_context, leaves_for_faq, likely_sibling, still_open
from bot.nlu.deciding.faq import another_faq, answer_faq, more_of_the_faq, offer_faq
from bot.nlu.deciding.levels import AGAINST_A_NAME, FAQ_AS_WRITTEN, FAQ_INSTEAD, SURELY_FAQ
from bot.nlu.deciding.service import worth_choosing
from bot.nlu.deciding.values import Decision, Evidence, Thresholds
from bot.nlu.manner import Manner

# Those who speak so do not ask what to bring.
_NO_DOCUMENT = AGAINST_A_NAME | {"correct", "out_of_scope", "life_event"}
# How likely services must be together to be offered to one who says that something else was meant.
_LIKELY_TOGETHER = 0.3
# How likely an FAQ must be where a message says nothing that could be looked for in the service under discussion.
_LIKELY_FAQ = 0.7
# What one asks who goes on in such a manner.
_ASKED_BY_MANNER: dict[Manner, str] = {
    "copy": "requirements",
    "hurry": "processing_time",
    "nearer": "where",
    "absent": "who",
    "what_to_do": "procedure",
}
# What says best what to do about a thing that is spoken of by the way.
_PLAINEST = ("procedure", "requirements", "fee", "where", "online", "deadline", "who")


def within_the_conversation(evidence: Evidence, top: str, probability: float, t: Thresholds) -> Decision | None:
    """The answer to a message that names something else, and is about a service spoken of before all the same."""
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if evidence.recalled is not None and (top.startswith("ask_") or top in {"follow_up", "correct", "faq"}):
        asked = surely_asked(evidence, t)
        facets = asked or (facets_asked(evidence, t) if top.startswith("ask_") else evidence.context_facets) or ("overview",)
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.recalled,), facets, **common)
    if (event := _what_else(evidence, top)) is not None:
        return event
    extra: dict[str, Any] = {}
    of_faq = max((score for _, score in evidence.faq[:1]), default=0.0) >= SURELY_FAQ
    if evidence.told_elsewhere is not None and not (evidence.named or of_faq) and _asks_or_goes_on(top):
        # 「保険証は返すんですか」 after a death: one of the steps says it.
        step, telling = evidence.told_elsewhere
        found = _best_told(telling)
        return Decision("service", "answer", f"ask_{found[0]}", probability, (step,), found, extra={"carried": True}, **common)
    if evidence.context_service is None:
        if "seal" in evidence.manner and evidence.before is not None:
            # 「印鑑は必要ですか」 after a list of things to do asks for no registration of a seal.
            return Decision("service", "answer", "ask_requirements", probability, (evidence.before,), ("requirements",), **common)
        return None
    if evidence.next_move is not None and "arrived" in evidence.manner and top.startswith("ask_"):
        # "Sampai sana berapa hari harus lapor", of one who moves away.
        facets = facets_asked(evidence, t)
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.next_move,), facets, **common)
    of_manner = next((facet for manner, facet in _ASKED_BY_MANNER.items() if manner in evidence.manner), None)
    if evidence.whether_needed and "requirements" in evidence.told_in and not (top in _NO_DOCUMENT and probability >= t.intent):
        # "Perlu akta lahir?" asks what to bring, and not how to get a birth certificate.
        facets = ("requirements",)
    elif (
        (evidence.is_without or evidence.lacks)
        and (evidence.named or evidence.family or ("requirements" in evidence.told_in and not of_faq))
        and ("requirements" in evidence.told_in or ("requirements" in evidence.told_half and not evidence.asks_how))
        and not (top in AGAINST_A_NAME and probability >= t.intent)
    ):
        # "Ibu gak punya akta lahir, gimana", of a passport: what else will do stands where that is asked for.
        facets, extra = ("requirements",), {"carried": True}
    elif of_manner is not None and not (evidence.named or of_faq or top in AGAINST_A_NAME):
        # "Fotokopi boleh?", 「急いでいるんですが」, "ada yang lebih dekat?", "bapaknya nggak bisa datang"
        facets = (of_manner,)
        if of_manner == "who":
            common["applicant"] = evidence.applicant or "proxy"
    elif evidence.manner & {"purpose", "offer"} and (not evidence.named or top == "list_services"):
        # "Gunanya buat apa sih": what it is for stands in its description.
        facets = ("overview",)
    elif evidence.told == 1 and (("for_it" in evidence.manner and not evidence.named) or (top == "booking" and evidence.asks_whether)):
        # "Buat perpanjang visa", of a certificate; 「予約はいりますか」 books nothing.
        facets, extra = _best_told(evidence.told_in), {"carried": True}
    elif "benefit" in evidence.manner and evidence.told == 1:
        # 「お金もらえるって聞いたけど」 asks for no fee.
        facets, extra = _best_told(evidence.told_in), {"carried": True}
    elif "buying" in evidence.manner and evidence.told == 1 and top == "ask_where":
        # 「袋はどこで売ってるの」: where things are bought is no counter.
        facets, extra = ("fee",) if "fee" in evidence.told_in else _best_told(evidence.told_in), {"carried": True}
    elif "domicile" in evidence.manner and evidence.named and not of_faq:
        # "Kalau KTP saya bukan Banyuwangi", of another card: to tell of the KTP would be no answer.
        told = evidence.told == 1
        facets, extra = (_best_told(evidence.told_in), {"carried": True}) if told else (("overview",), {"unknown": True})
    elif (
        "along" in evidence.manner
        and (evidence.named or evidence.family)
        and evidence.told == 1
        and evidence.variant is None
        and not of_faq
        and (_asks_or_goes_on(top) or probability < t.intent)
    ):
        # "KTP lama ditarik?", of one who moves away, asks for no KTP.
        facets, extra = _best_told(evidence.told_in), {"carried": True}
    elif evidence.another_move and evidence.told == 1 and not (evidence.bare or of_faq):
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


def _best_told(facets: frozenset[str]) -> tuple[str, ...]:
    """The facet whose statements say most plainly what to do about a thing, of those that speak of it."""
    return tuple(sorted(facets, key=lambda facet: _PLAINEST.index(facet) if facet in _PLAINEST else len(_PLAINEST)))[:1]


def _asks_or_goes_on(top: str) -> bool:
    return top.startswith("ask_") or top in {"follow_up", "faq"}


def _what_else(evidence: Evidence, top: str) -> Decision | None:
    """The life event that is spoken of, for one who asks what else there is to do."""
    if not evidence.manner & {"what_else", "what_to_do"} or evidence.event_spoken_of is None or evidence.named:
        return None
    if not (_asks_or_goes_on(top) or top in {"list_services", "life_event", "help"}):
        return None
    return Decision("life_event", "answer", "life_event", 0.5, life_event=evidence.event_spoken_of, from_context=True)


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
        and not (evidence.bare or speaks_of_case or evidence.of_talk or (evidence.of_own and faq_score < FAQ_AS_WRITTEN))
        and not concerns_context(evidence)
    ):
        return answer_faq(str(faq_key), faq_score, intent, evidence)
    own = not (evidence.bare or evidence.of_talk or evidence.named)
    instead = faq_score >= SURELY_FAQ and not (concerns_context(evidence) or evidence.of_own) and evidence.told != 1
    if own and faq_key is not None and (faq_score >= FAQ_AS_WRITTEN or instead):
        return answer_faq(faq_key, faq_score, intent, evidence)
    if leaves_for_faq(evidence, faq_score):
        return offer_faq(evidence, faq_score, facets_asked(evidence, t))
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    # 「証明書もらえる？」 after a list of things to do leaves open of which.
    unclear = evidence.offered_event is not None and evidence.of_talk and score < t.service
    if still_open(evidence) and (asked or unclear):
        return Decision("service", "choices", f"ask_{facets[0]}", probability, evidence.offered, facets, **common)
    if evidence.counterpart is not None:
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.counterpart,), facets, **common)
    named_other = service in evidence.other_family and score >= t.service
    if evidence.other_family and not (asked or named_other or is_said_of_context(evidence)):
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
        says_so = "supposing" in evidence.manner and not set(facets) & {"requirements", "procedure", "overview"}
        knows_nothing = evidence.told == 0 and (evidence.asks_how or evidence.another_move or says_so) and not asked
        as_before = said_again or asked or evidence.bare or evidence.family or evidence.variant or evidence.applicant
        unknown = target == evidence.context_service and (knows_nothing or not as_before)
        extra = {"unknown": True} if unknown else {}
        if not asked and evidence.asks_how and target != evidence.context_service:
            # 「子どもが生まれたらどうなりますか」, after what a marriage costs.
            facets = ("overview",)
        elif unknown and knows_nothing:
            # 「落ちたらどうなりますか」, after what it costs.
            facets = ("overview",)
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

"""From probabilities to what the bot does: answer, offer choices, ask back or refuse.

A wrong answer is worse than a question back, so every step has a threshold; `manage.py tune` chooses them on the development data and
writes them, with the figures they reach, to data/tuning/decision.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.environment import ROOT
from bot.nlu.distress import PREFIX, in_distress
from bot.nlu.tuned_file import tuned

THRESHOLDS_FILE = ROOT / "data" / "tuning" / "decision.json"
DecisionName = Literal["answer", "choices", "ask_back", "smalltalk", "form", "handoff", "refuse"]

KIND_OF_INTENT: dict[str, str] = {
    "list_services": "list",
    "life_event": "life_event",
    "speak_to_person": "handoff",
    "complaint": "complaint",
    "illegal_fee": "illegal_fee",
    "booking": "booking",
    "status": "status",
    "change_language": "language",
    "privacy": "privacy",
    "feedback": "feedback",
    "faq": "faq",
    "out_of_scope": "oos",
    "follow_up": "service",
    "distress_self_harm": "distress",
    "distress_violence": "distress",
    "distress_emergency": "distress",
}
SMALLTALK = frozenset({"greet", "thank", "goodbye", "help", "bot_challenge", "affirm", "deny", "choose", "correct", "repeat", "cancel"})
# Cases for which a neighbouring service may exist ("KTP baru", "KTP hilang"); lateness or the post concern any service.
_OF_ANOTHER_SERVICE = frozenset({"new", "lost", "damaged", "change", "renewal", "add", "remove"})


# Below both, neither model has seen anything particular asked for.
_HARDLY_AN_INTENT, _HARDLY_A_FACET = 0.45, 0.2
# How likely an FAQ must be to be told in place of the service under discussion: where the words are also that service's, and where not.
_SURELY_FAQ, _FAQ_INSTEAD, _OF_THE_CONTEXT = 0.9, 0.6, 0.1
# How likely at least to be offered there.
_PERHAPS_FAQ = 0.4
# How likely the related service must be to which only single words of a follow-up point.
_LIKELY_SIBLING = 0.05
# Whose words stand in other messages as well: a question that staff have answered is likelier.
_HARDLY_ALONE = frozenset({"greet", "help", "repeat"})
# Less likely than a question, where the catalogue says something of every word of it.
_HARDLY_IN_BETWEEN = _HARDLY_ALONE | {"bot_challenge", "feedback", "cancel"}
# From this probability on a message is about something else, though its words are those of the service under discussion.
_SURELY_OTHER = 0.9
# How likely it must be at least where a case ("hilang") points to it.
_AT_ALL = 0.02
# What is more likely to be meant than a word that happens to be an FAQ's name.
_AGAINST_A_NAME = frozenset({"complaint", "illegal_fee", "booking", "status", "speak_to_person", "feedback", "change_language", "privacy"})
# How likely a named service must be that is the only likely one.
_LIKELY_WHEN_NAMED = 0.3
# From this probability on another service is offered at least, where the one under discussion has none of the words.
_LIKELY_INSTEAD = 0.5
# Below the one, with another service above the other, it is not clear which of the two is meant.
_CLEARLY_FIRST, _AS_LIKELY = 0.65, 0.35
# From this probability on another service is meant, although the one under discussion has the words too.
_LIKELIER = 0.8
# From this probability on a life event is meant that does not begin with the service under discussion.
_ANOTHER_EVENT = 0.35
# Those who speak so do not ask what to bring.
_NO_DOCUMENT = _AGAINST_A_NAME | {"correct", "out_of_scope", "life_event"}
# Those who ask for a number so want something else.
_NO_NUMBER = frozenset({"illegal_fee", "feedback", "out_of_scope"})
# How likely a service or an FAQ must be to be offered where nothing can be answered, and how far behind the likeliest.
_WORTH_OFFERING, _FAQ_INSTEAD_OF_ASKING, _FAR_BEHIND = 0.2, 0.6, 0.25
# How likely a service must be to be offered while another is spoken of.
_LIKELY_BESIDE = 0.35
# How likely services must be together to be offered to one who says that something else was meant.
_LIKELY_TOGETHER = 0.3


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from 0 to 1 unless said otherwise."""

    intent: float = 0.5
    service: float = 0.55
    choice: float = 0.12
    choices_total: float = 0.5
    faq: float = 0.5
    life_event: float = 0.35
    second_facet: float = 0.55
    out_of_scope: float = 0.5
    named_service: float = 0.5
    switch: float = 0.95
    sibling_odds: float = 1.0


def thresholds() -> Thresholds:
    """The tuned thresholds."""
    return Thresholds(**tuned(THRESHOLDS_FILE).get("thresholds", {}))


@dataclass(frozen=True)
class Evidence:
    """What is known about one message.

    intents: calibrated probabilities. facets: probability of each facet by itself. services, faq, life_events: ranked (key, probability);
    the rest up to 1 is "none of these". context_service: the service under discussion, context_facets what was asked of it, sibling the
    related service that the message's words point to, covered whether the one under discussion has requirements for the case spoken of.
    told: the share of what the message asks about in particular that one statement about the service under discussion holds; None when it
    asks about nothing in particular. told_in: the facets of the statements that hold all of it. told_of_first: as told, for the likeliest
    service. case_of_first: the likeliest service, made for other cases, has requirements for the one spoken of. whether_needed: the
    message asks if something is to be brought.
    named_faq: the FAQ whose name the message holds. family: the services that a general word names together. offered: the services just
    offered as choices, pointed_offer the one among them that the words point to, asked_back whether they were but examples in a question
    back. counterpart: the service for the case under discussion of the other document that is named. recalled: the service spoken of
    earlier to which the message goes back. moving: the service for one who moves where the message says. fine: the message asks about a
    fine. bare: it holds no word that could name a service.
    context_life_event: the life event that the service under discussion belongs to. context_faq: the FAQ under discussion. danger: what
    it says outright of a danger.
    tired_of_waiting: it says that, and nothing of a danger. wants_person: it asks outright for a person. asks_phone: for a number to call.
    asks_plain_japanese: for answers in やさしい日本語.
    """

    intents: Mapping[str, float]
    facets: Mapping[str, float]
    services: tuple[tuple[str, float], ...]
    faq: tuple[tuple[str, float], ...]
    life_events: tuple[tuple[str, float], ...]
    named: frozenset[str] = frozenset()
    named_faq: str | None = None
    variant: str | None = None
    applicant: str | None = None
    context_service: str | None = None
    context_facets: tuple[str, ...] = ()
    pending_facets: tuple[str, ...] = ()
    sibling: str | None = None
    family: tuple[str, ...] = ()
    covered: bool = False
    told: float | None = None
    told_in: frozenset[str] = frozenset()
    whether_needed: bool = False
    told_of_first: float | None = None
    case_of_first: bool = False
    counterpart: str | None = None
    recalled: str | None = None
    moving: str | None = None
    offered: tuple[str, ...] = ()
    asked_back: bool = False
    pointed_offer: str | None = None
    fine: bool = False
    bare: bool = False
    context_life_event: str | None = None
    context_faq: str | None = None
    danger: str | None = None
    tired_of_waiting: bool = False
    wants_person: bool = False
    asks_phone: bool = False
    asks_plain_japanese: bool = False

    def service_score(self, key: str | None) -> float:
        """How likely a service is; 0 for none, and for one that is not among the ranked."""
        return dict(self.services).get(key or "", 0.0)


@dataclass(frozen=True)
class Decision:
    """What the bot does about a message. `intent` is the one that the dialogue's rules see."""

    kind: str
    decision: DecisionName
    intent: str
    confidence: float
    services: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    variant: str | None = None
    applicant: str | None = None
    faq: str | None = None
    life_event: str | None = None
    from_context: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def _facet(intent: str) -> str:
    return intent.removeprefix("ask_")


def _facets(evidence: Evidence, t: Thresholds) -> tuple[str, ...]:
    """The facets asked for, surest first. Overview is what remains when nothing particular is asked."""
    asked = {intent: p for intent, p in evidence.intents.items() if intent.startswith("ask_")}
    if not asked:
        return ("overview",)
    # Both models know something: the one which single facet it is, the other whether this facet is asked for at all.
    total = sum(asked.values()) or 1.0
    found = [_facet(max(asked, key=lambda intent: asked[intent] / total + evidence.facets.get(intent, 0.0)))]
    if max(asked.values()) < _HARDLY_AN_INTENT and evidence.facets.get(f"ask_{found[0]}", 0.0) < _HARDLY_A_FACET:
        return ("overview",)
    for label, probability in sorted(evidence.facets.items(), key=lambda item: -item[1]):
        if probability >= t.second_facet and _facet(label) not in found:
            found.append(_facet(label))
    if len(found) > 1:
        found = [facet for facet in found if facet != "overview"]
    if evidence.fine and set(found) & {"fee", "deadline"}:
        found += [facet for facet in ("deadline", "fee") if facet not in found]
    return tuple(found[:3])


def decide(evidence: Evidence, t: Thresholds | None = None) -> Decision:
    """Choose what to do about one message."""
    t = t or thresholds()
    return _with_the_nearest(_decide(evidence, t), evidence, t)


def _with_the_nearest(decision: Decision, evidence: Evidence, t: Thresholds) -> Decision:
    """Where nothing can be answered, what may well be meant is offered in place of a bare refusal or question back."""
    helpless = decision.decision in {"refuse", "ask_back"} or (decision.intent == "correct" and not decision.services)
    # An ellipsis ("kalau mobil?") has too few words for an FAQ to be likely by more than chance.
    if decision.extra.get("unknown") and max(evidence.intents, key=evidence.intents.__getitem__, default="") != "follow_up":
        helpless = bool(evidence.faq) and evidence.faq[0][1] >= _PERHAPS_FAQ
    if not helpless or evidence.intents.get("out_of_scope", 0.0) >= t.out_of_scope:
        return decision
    # The more a message looks out of scope, the likelier must be what is offered.
    least = _WORTH_OFFERING + evidence.intents.get("out_of_scope", 0.0) / 2
    likely = least if evidence.context_service is None else max(least, _LIKELY_BESIDE)
    services = [(key, p) for key, p in evidence.services[:3] if p >= likely and key != evidence.context_service]
    if decision.decision == "ask_back":
        # It asks for the service of which something is asked: an FAQ must be likely to be offered in its place.
        least = _FAQ_INSTEAD_OF_ASKING
    faq = [(key, p) for key, p in evidence.faq[:3] if (p >= least and not evidence.bare) or key == evidence.named_faq]
    if not services and not faq:
        return decision
    asked = _facets(evidence, t)
    extra = {**decision.extra, "faq": [key for key, _ in faq]}
    best = max(p for _, p in [*services, *faq])
    if not services:
        return Decision("faq", "choices", "faq", best, extra=extra)
    keys = tuple(key for key, _ in services)
    return Decision("service", "choices", f"ask_{asked[0]}", best, keys, asked, evidence.variant, evidence.applicant, extra=extra)


def _decide(evidence: Evidence, t: Thresholds) -> Decision:
    intents = evidence.intents or {"out_of_scope": 1.0}
    if not evidence.tired_of_waiting and (danger := in_distress(intents, evidence.danger)) is not None:
        return Decision("distress", "handoff", f"{PREFIX}{danger[0]}", danger[1])
    if evidence.asks_plain_japanese:
        return Decision("language", "smalltalk", "change_language", 1.0)
    intents = {name: p for name, p in intents.items() if not name.startswith(PREFIX)} or {"out_of_scope": 1.0}
    top, top_probability = max(intents.items(), key=lambda item: item[1])
    facet_mass = sum(p for name, p in intents.items() if name.startswith("ask_"))
    service, service_score = evidence.services[0] if evidence.services else (None, 0.0)
    clear_service = service is not None and service_score >= t.service
    faq_key, faq_score = evidence.faq[0] if evidence.faq else (None, 0.0)

    if evidence.wants_person:
        return _other(evidence, "speak_to_person", max(intents.get("speak_to_person", 0.0), 0.9), clear_service, t)
    if (top != "correct" or top_probability < _SURELY_OTHER) and (picked := _picked(evidence)) is not None:
        asks = top.startswith("ask_") and top_probability >= t.intent
        facets = evidence.pending_facets or (_facets(evidence, t) if asks else ("overview",))
        return Decision("service", "answer", f"ask_{facets[0]}", service_score, (picked,), facets, evidence.variant, evidence.applicant)
    if (known := _within_the_conversation(evidence, top, top_probability, t)) is not None:
        return known
    if (faq := _named_faq(evidence, top, top_probability)) is not None:
        return faq
    surely = _FAQ_INSTEAD if evidence.context_service is None else _SURELY_FAQ
    if evidence.asks_phone and not (top in _NO_NUMBER and top_probability >= t.intent) and faq_score < surely:
        return _phone(evidence, service if clear_service else None)
    if top == "follow_up" and top_probability < _HARDLY_AN_INTENT and clear_service and evidence.named:
        return _service(evidence, _facets(evidence, t), facet_mass, t)
    if top in {"follow_up", "correct"} or (top in {"affirm", "deny"} and clear_service and not evidence.bare):
        return _follow_up(evidence, top, top_probability, t)
    if top in {"greet", "help"} and clear_service and evidence.named and not evidence.bare:
        # "Mau tanya soal BPJS" is polite, and still about the BPJS.
        return _service(evidence, ("overview",), facet_mass, t)
    if top in _HARDLY_ALONE and top_probability < _SURELY_OTHER and not evidence.bare and faq_key is not None and faq_score >= t.faq:
        return _faq(faq_key, faq_score, top, evidence)
    if top in _HARDLY_IN_BETWEEN and top_probability < _SURELY_OTHER and evidence.told == 1:
        return _service(evidence, ("overview",), facet_mass, t)
    if top == "feedback" and top_probability < _SURELY_OTHER and clear_service:
        # "Ujiannya susah ga?" is about the examination.
        return _service(evidence, _facets(evidence, t), facet_mass, t)
    talks_of_service = top.startswith("ask_") or (facet_mass >= 0.5)
    if (
        not talks_of_service
        and top_probability >= t.intent
        and top in (SMALLTALK | KIND_OF_INTENT.keys()) - {"faq", "out_of_scope", "life_event"}
    ):
        if top == "list_services" and clear_service and evidence.named and service_score >= t.switch and top_probability < 0.7:
            return _service(evidence, ("overview",), facet_mass, t)
        return _other(evidence, top, top_probability, clear_service, t)
    told_event, event_score = evidence.life_events[0] if evidence.life_events else (None, 0.0)
    own_event = evidence.context_life_event
    another = event_score >= t.life_event and (event_score >= _ANOTHER_EVENT or told_event == own_event)
    if top == "life_event" and not clear_service and own_event is not None and not another:
        return Decision("life_event", "answer", "life_event", top_probability, life_event=own_event, from_context=True)
    if top == "life_event" or (top == "ask_overview" and intents.get("life_event", 0.0) >= 0.3 and not clear_service):
        if told_event and event_score >= t.life_event and not (clear_service and evidence.named and top_probability < 0.6):
            return Decision("life_event", "answer", "life_event", event_score, life_event=told_event)
        if clear_service or top != "life_event":
            return _service(evidence, ("overview",), facet_mass, t)
        if evidence.context_service is not None:
            return _service(evidence, ("procedure",), facet_mass, t)
        return Decision("life_event", "choices", "life_event", top_probability)
    speaks_of_case = evidence.variant is not None or evidence.applicant is not None
    if _leaves(evidence, faq_score) and (top.startswith("ask_") or top == "faq"):
        return Decision("faq", "choices", "faq", faq_score, extra={"faq": [faq_key]})
    # What is said has nothing of the service under discussion: then an FAQ that fits it is more likely what the citizen has gone on to.
    concerns_context = evidence.service_score(evidence.context_service) >= _OF_THE_CONTEXT
    surely_faq = faq_score >= (_SURELY_FAQ if concerns_context else _FAQ_INSTEAD)
    asks_about_context = (
        evidence.context_service is not None
        and top.startswith("ask_")
        and (not surely_faq or (speaks_of_case and faq_score < _SURELY_FAQ) or evidence.bare)
    )
    likely_services = sum(score for _, score in evidence.services[:3])
    if (
        faq_key is not None
        and faq_score >= t.faq
        and not asks_about_context
        and not (evidence.family and not (evidence.whether_needed and faq_score >= _SURELY_FAQ))
        and (
            not clear_service
            or (not evidence.named and (top == "faq" or faq_score > likely_services))
            or (faq_score >= _SURELY_FAQ > service_score and faq_score > service_score)
            or (faq_score >= _SURELY_FAQ and service_score < t.switch and evidence.told_of_first == 0)
        )
        and top != "out_of_scope"
    ):
        return _faq(faq_key, faq_score, top, evidence)
    if top == "out_of_scope":
        sure = intents[top]
        asked = max((p for name, p in intents.items() if name.startswith("ask_")), default=0.0)
        likely = service == evidence.context_service and clear_service and sure < _SURELY_OTHER
        if evidence.context_service is not None and ((sure < 0.5 and asked >= 0.15) or likely or evidence.told == 1):
            return _service(evidence, _facets(evidence, t), facet_mass, t)
        if faq_key is not None and faq_score >= max(t.faq, 0.8) and sure < 0.8:
            return _faq(faq_key, faq_score, top, evidence)
        if clear_service and service_score >= t.named_service and evidence.named and sure < t.out_of_scope:
            return _service(evidence, _facets(evidence, t), facet_mass, t)
        return Decision("oos", "refuse", "out_of_scope", sure)
    if top == "faq" and not evidence.family:
        if clear_service and evidence.named:
            return _service(evidence, _facets(evidence, t) if facet_mass > 0.2 else ("overview",), facet_mass, t)
        if faq_key is not None and faq_score >= t.faq * 0.6:
            return _faq(faq_key, faq_score, top, evidence)
        return Decision("oos", "refuse", "out_of_scope", 1 - top_probability)
    if not talks_of_service and evidence.told == 1:
        return _service(evidence, _facets(evidence, t), facet_mass, t)
    if not talks_of_service and not clear_service:
        return Decision("oos", "refuse", "out_of_scope", 1 - top_probability)
    return _service(evidence, _facets(evidence, t), facet_mass, t)


def _within_the_conversation(evidence: Evidence, top: str, probability: float, t: Thresholds) -> Decision | None:
    """The answer to a message that names something else, and is about a service spoken of before all the same."""
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if evidence.recalled is not None and (top.startswith("ask_") or top in {"follow_up", "correct", "faq"}):
        asked = _surely_asked(evidence, t)
        facets = asked or (_facets(evidence, t) if top.startswith("ask_") else evidence.context_facets) or ("overview",)
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.recalled,), facets, **common)
    if evidence.context_service is None:
        return None
    if evidence.whether_needed and "requirements" in evidence.told_in and not (top in _NO_DOCUMENT and probability >= t.intent):
        # "Perlu akta lahir?" asks what to bring, and not how to get a birth certificate.
        facets = ("requirements",)
    elif top in {"ask_online", "ask_where"} and _facet(top) in evidence.told_in and not evidence.bare:
        # "Di minimarket bisa?" asks for a way to get what is spoken of, though getting things there is a service as well.
        facets = (_facet(top),)
    else:
        return None
    return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.context_service,), facets, from_context=True, **common)


def _likely_instead(evidence: Evidence) -> bool:
    """Whether another service is likely, and nothing is said of the matter by the one under discussion."""
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    return _is_silent(evidence) and service != evidence.context_service and score >= _LIKELY_INSTEAD


def _is_silent(evidence: Evidence) -> bool:
    """Whether the service under discussion says nothing of what is asked about, nor is likely by the words."""
    return evidence.told == 0 and not evidence.bare and evidence.service_score(evidence.context_service) < _OF_THE_CONTEXT


def _still_open(evidence: Evidence) -> bool:
    """Whether services were just offered, and the message says nothing about which of them is meant."""
    return evidence.bare and len(evidence.offered) > 1 and not evidence.asked_back


def _surely_asked(evidence: Evidence, t: Thresholds) -> tuple[str, ...]:
    """The facets that the message itself asks for."""
    return tuple(f for f in _facets(evidence, t) if f != "overview" and evidence.facets.get(f"ask_{f}", 0.0) >= t.second_facet)


def _leaves(evidence: Evidence, faq_score: float) -> bool:
    """Whether the citizen seems to have gone on from the service under discussion, of which nothing is said, to a question of the FAQ."""
    return (
        _is_silent(evidence)
        and not (evidence.named or evidence.covered or _likely_sibling(evidence))
        and _PERHAPS_FAQ <= faq_score < _FAQ_INSTEAD
        and faq_score > (evidence.services[0][1] if evidence.services else 0.0)
    )


def _named_faq(evidence: Evidence, top: str, probability: float) -> Decision | None:
    """The FAQ that the message names, unless it is clearly about something else."""
    key = evidence.named_faq
    # One who corrects the assistant names what was not meant as well.
    if key is None or (evidence.named and top != "correct") or (top in _AGAINST_A_NAME and probability >= 0.5):
        return None
    score = dict(evidence.faq).get(key, 0.0)
    service, service_score = evidence.services[0] if evidence.services else (None, 0.0)
    if service != evidence.context_service and service_score >= 0.8 and service_score > score:
        return None
    if top == "out_of_scope" and probability >= 0.5 and score < 0.5:
        return None
    return _faq(key, max(score, 0.5), top, evidence)


def _faq(key: str, score: float, top: str, evidence: Evidence) -> Decision:
    """The answer of an FAQ. Who names its matter and asks about it as of a service (what it costs, where) has gone on to that matter.

    What only resembles the FAQ ("harus diterjemahkan?"), or asks whether to bring something, is asked of the service under discussion.
    """
    goes_on = top != "faq" and evidence.named_faq == key and not evidence.whether_needed
    return Decision("faq", "answer", "faq", score, faq=key, extra={"subject": True} if goes_on or evidence.context_service is None else {})


def _more_of_the_faq(evidence: Evidence) -> Decision:
    """A question about the FAQ under discussion that says nothing of its own subject: what is known of it was said."""
    return Decision("faq", "answer", "faq", 0.5, faq=evidence.context_faq, from_context=True)


def _phone(evidence: Evidence, service: str | None) -> Decision:
    """The number to call about a service, else that of the agency."""
    about = service or evidence.context_service
    found = () if about is None else (about,)
    return Decision("service", "answer", "ask_where", 0.9, found, ("phone",), from_context=about is not None and service is None)


def _picked(evidence: Evidence) -> str | None:
    """The service among those just offered that an answer in the citizen's own words points to ("yang hilang", 「更新のほう」)."""
    if evidence.pointed_offer is None or evidence.named - set(evidence.offered):
        return None
    if evidence.services and evidence.services[0][1] >= 0.5 and evidence.services[0][0] not in evidence.offered:
        return None
    if evidence.service_score(evidence.pointed_offer) < _LIKELY_SIBLING:
        # A word alone: "telat?" points to the birth certificate, where that was but one of three examples.
        return None
    return evidence.pointed_offer


def _service(evidence: Evidence, facets: tuple[str, ...], facet_mass: float, t: Thresholds) -> Decision:
    """Which service the facets are asked of: the one named, the one under discussion, or a question back."""
    intent = f"ask_{facets[0]}"
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if evidence.pending_facets and facets == ("overview",):
        facets = evidence.pending_facets
        intent = f"ask_{facets[0]}"
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    none = 1 - sum(s for _, s in evidence.services)
    if _still_open(evidence) and facets != ("overview",):
        return Decision("service", "choices", intent, facet_mass, evidence.offered, facets, **common)
    if evidence.family and evidence.context_service not in evidence.family:
        ranked = dict(evidence.services)
        family = tuple(sorted(evidence.family, key=lambda key: -ranked.get(key, 0.0)))[:4]
        return Decision("service", "choices", intent, score, family, facets, **common)
    if len(evidence.services) > 1 and score < _CLEARLY_FIRST and evidence.services[1][1] >= _AS_LIKELY and not evidence.named:
        pair = tuple(key for key, _ in evidence.services[:2])
        if evidence.context_service not in pair and not evidence.bare:
            return Decision("service", "choices", intent, score, pair, facets, **common)
    if (
        service is not None
        and score >= t.service
        and (evidence.context_service is None or evidence.named or (score >= t.switch and not evidence.bare))
    ):
        if facets == ("overview",) and evidence.case_of_first:
            # The description is the same whatever happened; what to bring is not.
            facets, intent = ("requirements",), "ask_requirements"
        return Decision("service", "answer", intent, score, (service,), facets, **common)
    if service is not None and _likely_instead(evidence) and not common["variant"]:
        instead: DecisionName = "answer" if score >= _LIKELIER else "choices"
        return Decision("service", instead, intent, score, (service,), facets, **common)
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
            or (evidence.told == 1 and score < _LIKELIER)
        )
    ):
        # Only a case ("hilang", 「なくした」) may move the question to a neighbouring service: other words are too weak for that.
        uncovered = evidence.variant in _OF_ANOTHER_SERVICE and not evidence.covered
        target = (_likely_sibling(evidence) if uncovered else None) or context
        # "Hilang di Mekkah?": the catalogue says nothing of that case, and the description of the service is no answer to it.
        extra = {"unknown": True} if uncovered and target == context and facets == ("overview",) else {}
        if facets == ("overview",) and evidence.told == 1:
            extra["carried"] = True
        if evidence.variant and evidence.covered and facets == ("overview",):
            # The description is the same whatever happened; what to bring is not.
            facets, intent = ("requirements",), "ask_requirements"
        return Decision("service", "answer", intent, max(none, 0.5), (target,), facets, from_context=True, extra=extra, **common)
    if evidence.context_faq is not None and not evidence.named and facets != ("overview",):
        return _more_of_the_faq(evidence)
    choices, total = _worth_choosing(evidence, t)
    if len(choices) >= 2 and total >= t.choices_total and score >= _WORTH_OFFERING:
        return Decision("service", "choices", intent, total, choices, facets, **common)
    if len(choices) == 1 and evidence.named:
        name: DecisionName = "answer" if score >= _LIKELY_WHEN_NAMED else "choices"
        return Decision("service", name, intent, score, choices, facets, **common)
    if choices == (context,):
        # It was under discussion already: to ask whether it is meant would be no answer.
        return Decision("service", "answer", intent, score, choices, facets, from_context=True, extra={"unknown": True}, **common)
    if len(choices) == 1 and score >= t.choices_total * 0.7:
        return Decision("service", "choices", intent, score, choices, facets, **common)
    if facets == ("overview",) and none > 0.8 and evidence.intents.get("out_of_scope", 0.0) > 0.1:
        return Decision("oos", "refuse", "out_of_scope", none)
    return Decision("service", "ask_back", intent, facet_mass, (), facets, **common)


def _worth_choosing(evidence: Evidence, t: Thresholds) -> tuple[tuple[str, ...], float]:
    """The likely services, without those that trail far behind the likeliest, and how likely it is that one of them is meant."""
    best = evidence.services[0][1] if evidence.services else 0.0
    kept = [(key, p) for key, p in evidence.services[:4] if p >= max(t.choice, _FAR_BEHIND * best)]
    return tuple(key for key, _ in kept), sum(p for _, p in kept)


def _follow_up(evidence: Evidence, intent: str, probability: float, t: Thresholds) -> Decision:
    """An ellipsis: the question of before, about another case or another service."""
    facets = evidence.context_facets or evidence.pending_facets
    asked = list(_surely_asked(evidence, t))
    if not asked and evidence.applicant == "proxy" and not {"who", "requirements"} & set(facets):
        # "Kalau teman saya yang datang?" asks who may, whatever was asked before.
        asked = ["who"]
    facets = tuple(asked) or facets
    if (evidence.variant or evidence.applicant) and facets in ((), ("overview",)):
        facets = ("requirements",)
    facets = facets or ("overview",)
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    faq_key, faq_score = evidence.faq[0] if evidence.faq else (None, 0.0)
    if intent == "correct" and faq_key is not None and faq_score >= max(_FAQ_INSTEAD, score):
        return _faq(faq_key, faq_score, intent, evidence)
    speaks_of_case = evidence.variant is not None or evidence.covered or _likely_sibling(evidence) is not None
    if evidence.told == 0 and faq_key is not None and faq_score >= _FAQ_INSTEAD and not (evidence.bare or speaks_of_case):
        return _faq(faq_key, faq_score, intent, evidence)
    if _leaves(evidence, faq_score):
        return Decision("faq", "choices", "faq", faq_score, extra={"faq": [faq_key]})
    common: dict[str, Any] = {"variant": evidence.variant, "applicant": evidence.applicant}
    if _still_open(evidence) and asked:
        return Decision("service", "choices", f"ask_{facets[0]}", probability, evidence.offered, facets, **common)
    if evidence.counterpart is not None:
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (evidence.counterpart,), facets, **common)
    named = service is not None and service in evidence.named
    sibling = _likely_sibling(evidence)
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
        and score >= t.service
        and (named or evidence.context_service is None or (score >= t.switch and sibling is None))
    ):
        return Decision("service", "answer", f"ask_{facets[0]}", score, (service,), facets, **common)
    if evidence.context_service is not None and (sibling or intent == "follow_up" or asked):
        target = evidence.context_service if evidence.covered or not sibling else sibling
        # Whatever it says ("kalau BPKB-nya masih di leasing?"), nothing of it is known here.
        unknown = target == evidence.context_service and not (
            asked or evidence.bare or evidence.family or evidence.variant or evidence.applicant
        )
        extra = {"unknown": True} if unknown else {}
        if not asked:
            extra["carried"] = True
        return Decision("service", "answer", f"ask_{facets[0]}", probability, (target,), facets, from_context=True, extra=extra, **common)
    if evidence.context_faq is not None and intent == "follow_up" and not evidence.named:
        return _more_of_the_faq(evidence)
    choices, total = _worth_choosing(evidence, t)
    if len(choices) >= 2 and total >= _LIKELY_TOGETHER:
        return Decision("service", "choices", f"ask_{facets[0]}", probability, choices, facets, **common)
    if intent in {"affirm", "deny", "correct"}:
        return Decision("smalltalk", "smalltalk", intent, probability)
    return Decision("service", "ask_back", f"ask_{facets[0]}", probability, (), facets, **common)


def _likely_sibling(evidence: Evidence) -> str | None:
    """The related service that a follow-up points to; by its words alone only where the ranker finds it likely as well."""
    speaks_of_case = evidence.variant is not None or evidence.applicant is not None
    if evidence.told == 1 and not speaks_of_case:
        return None
    return evidence.sibling if evidence.service_score(evidence.sibling) >= (_AT_ALL if speaks_of_case else _LIKELY_SIBLING) else None


def decision_of(intent: str) -> DecisionName:
    """What the bot does about an intent that is no question about a service."""
    if intent in SMALLTALK or intent in {"change_language", "feedback"}:
        return "smalltalk"
    return "handoff" if intent == "speak_to_person" else "answer"


def _other(evidence: Evidence, intent: str, probability: float, clear_service: bool, t: Thresholds) -> Decision:
    kind = KIND_OF_INTENT.get(intent, "smalltalk")
    services = (evidence.services[0][0],) if clear_service else ()
    return Decision(kind, decision_of(intent), intent, probability, services)

"""What is weighed about one message, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.environment import ROOT
from bot.nlu.manner import Manner
from bot.nlu.remark import Remark
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
    lone_service: float = 0.5


def thresholds() -> Thresholds:
    """The tuned thresholds for messages that begin a conversation."""
    return Thresholds(**tuned(THRESHOLDS_FILE).get("thresholds", {}))


def talk_thresholds() -> Thresholds:
    """The thresholds for messages within a conversation, to which its rules are made: `tune` leaves them as they are."""
    return Thresholds(**tuned(THRESHOLDS_FILE).get("in_conversation", {}))


@dataclass(frozen=True)
class Evidence:
    """What is known about one message.

    intents: calibrated probabilities. facets: probability of each facet by itself. services, faq, life_events: ranked (key, probability);
    the rest up to 1 is "none of these". context_service: the service under discussion, context_facets what was asked of it, sibling the
    related service that the message's words point to, covered whether the one under discussion has requirements for the case spoken of.
    told: the share of what the message asks about in particular that one statement about the service under discussion holds; None when it
    asks about nothing in particular. told_in: the facets of the statements that hold all of it, told_half:
    of those that hold half. told_of_first: as told, for the likeliest
    service, kin: which is of the family of the one under discussion. of_own: the message has a word of the names of that. next_move: the
    service for arriving, where that for leaving is under discussion. case_of_first: the likeliest service, made for other cases, has
    requirements for the one spoken of. whether_needed: the message asks if something is to be brought. asks_how: how that is, without
    more. concludes: it draws a conclusion ("berarti bikin baru dong") or goes on to the next thing ("terus BPJS"). asks_whether: for yes
    or no. says_yes: it begins with a yes. consequence: what
    becomes of one who does not do it.
    lacks: it says that something was not got or begun yet. is_without: that something to bring is not at hand.
    of_subject: the services of the subject that it speaks of.
    named_faq: the FAQ whose name the message holds, faq_verbatim: that whose question, or another way to ask
    it, the message is word for word. family: the services that a general word names together, other_family those
    of another kind than the one under discussion, of which the message uses a word. offered: the services just
    offered as choices, pointed_offer the one among them that the words point to, asked_back whether they were but examples in a question
    back, offered_event the life event whose steps they are. remark: it is one, and asks nothing. counterpart: the service for the case
    under discussion of the other document that is named. recalled: the service spoken of
    earlier to which the message goes back. moving: the service for one who moves where the message says. fine: the message asks about a
    fine. bare: it holds no word that could name a service. of_talk: but for who, when
    and the like, it holds none.
    context_life_event: the life event that the service under discussion belongs to, event_spoken_of the one told last, else that of what
    was spoken of last. told_elsewhere: the first of its steps, else of the services related to
    the one under discussion or that go to the citizens, that tells all of what the message asks about, and the facets that do.
    manner: how it goes on from what was spoken of (see `bot.nlu.manner`).
    context_faq: the FAQ under discussion, told_by_faq
    what the message speaks of, where its answer holds all of that, before: the service spoken of last but what is under
    discussion. of_civil_status: it speaks of the status of a person, of_progress
    in some way of how far something has come. names_context: it names the service under discussion.
    cannot_pay: the citizen can not pay what is due. of_a_place: it asks whether a place will do, and nothing
    else. of_booking: it has a word of booking. another_move: it asks what holds for the service under discussion, which is none
    of moving, if one moves. danger: what
    it says outright of a danger.
    joined: the facets that it names one beside the other. greets: it greets, and asks nothing.
    harmless: it says what resembles a danger, and nothing of one. wants_person: it asks outright for a person. asks_phone: for
    a number to call. asks_where_to_report: where to report a wrong, asks_where_to_complain: where to complain.
    asks_plain_japanese: for answers in やさしい日本語.
    """

    intents: Mapping[str, float]
    facets: Mapping[str, float]
    services: tuple[tuple[str, float], ...]
    faq: tuple[tuple[str, float], ...]
    life_events: tuple[tuple[str, float], ...]
    named: frozenset[str] = frozenset()
    named_faq: str | None = None
    faq_verbatim: str | None = None
    variant: str | None = None
    applicant: str | None = None
    context_service: str | None = None
    context_facets: tuple[str, ...] = ()
    pending_facets: tuple[str, ...] = ()
    sibling: str | None = None
    family: tuple[str, ...] = ()
    other_family: tuple[str, ...] = ()
    of_subject: tuple[str, ...] = ()
    covered: bool = False
    told: float | None = None
    told_in: frozenset[str] = frozenset()
    whether_needed: bool = False
    told_of_first: float | None = None
    kin: bool = False
    of_own: bool = False
    next_move: str | None = None
    case_of_first: bool = False
    counterpart: str | None = None
    recalled: str | None = None
    moving: str | None = None
    offered: tuple[str, ...] = ()
    asked_back: bool = False
    offered_event: str | None = None
    remark: Remark | None = None
    pointed_offer: str | None = None
    fine: bool = False
    asks_how: bool = False
    concludes: bool = False
    asks_whether: bool = False
    says_yes: bool = False
    consequence: bool = False
    lacks: bool = False
    is_without: bool = False
    joined: tuple[str, ...] = ()
    greets: bool = False
    bare: bool = False
    of_talk: bool = False
    context_life_event: str | None = None
    event_spoken_of: str | None = None
    told_elsewhere: tuple[str, frozenset[str]] | None = None
    manner: frozenset[Manner] = frozenset()
    context_faq: str | None = None
    told_by_faq: tuple[str, ...] = ()
    before: str | None = None
    of_civil_status: bool = False
    of_progress: bool = True
    cannot_pay: bool = False
    another_move: bool = False
    told_half: frozenset[str] = frozenset()
    of_a_place: bool = False
    of_booking: bool = False
    names_context: bool = False
    danger: str | None = None
    harmless: bool = False
    wants_person: bool = False
    asks_phone: bool = False
    asks_where_to_report: bool = False
    asks_where_to_complain: bool = False
    asks_plain_japanese: bool = False

    @property
    def in_conversation(self) -> bool:
        """Whether something was spoken of before that the message may belong to."""
        return bool(self.context_service or self.context_faq or self.offered or self.offered_event)

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


def decision_of(intent: str) -> DecisionName:
    """What the bot does about an intent that is no question about a service."""
    if intent in SMALLTALK or intent in {"change_language", "feedback"}:
        return "smalltalk"
    return "handoff" if intent == "speak_to_person" else "answer"

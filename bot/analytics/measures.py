"""What is counted, and under which names it stands in the tables."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class Measure(enum.StrEnum):
    """What a figure counts; behind each, its keys."""

    MESSAGES = "messages"  # from citizens
    CONVERSATIONS = "visits"  # each counts once on each day on which the citizen writes, in the hour of the first message
    DECISION = "decision"  # answer, choices, ask_back, refuse, handoff, smalltalk, form
    SERVICE = "service"  # the services that answers were about
    FACET = "facet"
    FAQ = "faq"
    UNANSWERED = "unanswered"  # the topic nearest to a question that was refused or asked back: "service:…", "faq:…" or nothing
    TIME = "time"  # to the first answer: see `bot.analytics.durations`
    FEEDBACK = "feedback"  # yes, no, or comment when only that was given
    FAILURE = "failure"  # of a delivery, by code
    FORM = "form"  # opened, filled, cancelled


# What is kept by the hour; everything is kept by the day. Services by the hour would make twenty times the rows, and no page shows them.
BY_HOUR = frozenset({Measure.MESSAGES, Measure.CONVERSATIONS, Measure.DECISION, Measure.TIME})
WITHOUT_ANSWER = frozenset({"refuse", "ask_back"})
LONGEST_KEY = 60
# Gold prices are "nearest" to duty stamps, with 0.04: what is less near than this is no topic.
LEAST_NEAR = 0.1
OPENER = "feedback"
CANCEL = "cancel"


@dataclass(frozen=True)
class Counted:
    """One thing that is counted."""

    measure: Measure
    key: str = ""


def counted_of(understanding: dict[str, Any]) -> Iterator[Counted]:
    """Everything that counts of what was understood of one message."""
    decision = str(understanding.get("decision") or "")
    if not decision:
        return
    yield Counted(Measure.DECISION, decision)
    services = _keys(understanding.get("services"))
    faq = understanding.get("faq")
    if decision in WITHOUT_ANSWER:
        yield Counted(Measure.UNANSWERED, _nearest(understanding)[:LONGEST_KEY])
        return
    if understanding.get("kind") != "service":
        if faq:
            yield Counted(Measure.FAQ, str(faq)[:LONGEST_KEY])
        return
    # Choices are several services that may be meant; an answer is about the first, and the rest only came near.
    if decision == "answer" and services:
        yield Counted(Measure.SERVICE, services[0][:LONGEST_KEY])
    for facet in dict.fromkeys(understanding.get("facets") or ()):
        yield Counted(Measure.FACET, str(facet)[:LONGEST_KEY])


def _nearest(understanding: dict[str, Any]) -> str:
    near = [(_score(one), f"service:{one['key']}") for one in _candidates(understanding.get("services"))]
    near += [(_score(one), f"faq:{one['key']}") for one in _candidates(understanding.get("faq_candidates"))]
    # Of equals the first: services stand before FAQ, and each list has its likeliest in front.
    score, topic = max(near, key=lambda one: one[0], default=(0.0, ""))
    return topic if score >= LEAST_NEAR else ""


def _score(candidate: dict[str, Any]) -> float:
    return float(candidate.get("score") or 0.0)


def _candidates(found: Any) -> list[dict[str, Any]]:
    return [one for one in found or () if isinstance(one, dict) and one.get("key")]


def _keys(found: Any) -> list[str]:
    return [str(one["key"]) for one in _candidates(found)]

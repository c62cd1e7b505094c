"""Makes up conversations: their messages with what was understood, what was answered, and what people thought of it."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.analytics.demo import habits, ids
from bot.analytics.demo.places import DemoAgency
from bot.desk.models import Message
from bot.languages import Language


@dataclass
class Made:
    """Rows for the tables: conversations (id, agency, channel, language, created), messages and feedback."""

    conversations: list[tuple[Any, ...]] = field(default_factory=list)
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    feedback: list[tuple[Any, ...]] = field(default_factory=list)


CONVERSATION = ("id", "agency", "channel", "owner", "language", "created", "updated")
MESSAGE = (
    *("conversation", "direction", "author", "external_id", "text", "content", "understanding", "status", "created", "sent", "parts_sent"),
    *("provider_ids", "error_code", "error"),
)
FEEDBACK = ("conversation", "agency", "helpful", "comment", "source", "created")


class Maker:
    """Makes one day of one agency after another; the same seed makes the same demo."""

    def __init__(self, agencies: list[DemoAgency], seed: int) -> None:
        self._agencies = agencies
        self._chance = random.Random(seed)
        self._number = 0

    def day(self, day: dt.date, messages: int, now: dt.datetime) -> Made:
        """About as many messages of one day, in the order in which they came; none from the future."""
        made = Made()
        while len(made.messages) < messages:
            agency = self._chance.choices(self._agencies, [len(self._agencies) - at for at in range(len(self._agencies))])[0]
            self._conversation(made, agency, day, now)
        del made.messages[messages:]
        of = MESSAGE.index("external_id")
        kept = {f"{row[0]}:{row[of]}" for row in made.messages}
        made.feedback = [row for row in made.feedback if row[4] in kept]
        made.messages.sort(key=lambda row: row[MESSAGE.index("created")])
        return made

    def _conversation(self, made: Made, agency: DemoAgency, day: dt.date, now: dt.datetime) -> None:
        chance = self._chance
        hour = chance.choices(range(24), habits.HOURS)[0]
        local = dt.datetime.combine(day, dt.time(hour, chance.randrange(60), chance.randrange(60)), zoneinfo.ZoneInfo(agency.timezone))
        moment = min(local.astimezone(dt.UTC), now - dt.timedelta(minutes=30))
        other: Language = "ja" if agency.language == "id" else "id"
        language = other if chance.randrange(100) < habits.OTHER_LANGUAGE else agency.language
        # The first channel is the web chat, of which fewer know than of the others.
        channel = chance.choices(agency.channels, range(2, len(agency.channels) + 2))[0]
        conversation = ids.new_id(chance)
        made.conversations.append((conversation, agency.number, channel, "bot", language, moment, moment))
        for text, understanding in self._turns(agency, language):
            self._number += 1
            external_id = f"demo-{self._number}"
            answer = habits.WORDS["reply"][language]
            made.messages += self._pair(conversation, external_id, text, answer, understanding, moment)
            if understanding.pop("fills", None):
                helpful = {"yes": True, "no": False}.get(understanding.pop("said"))
                made.feedback.append((conversation, agency.number, helpful, text, f"{conversation}:{external_id}", moment))
            moment += dt.timedelta(seconds=chance.randint(15, 150))

    def _turns(self, agency: DemoAgency, language: Language) -> Iterator[tuple[str, dict[str, Any]]]:
        for _ in range(self._chance.choices(range(1, 7), (30, 25, 18, 12, 9, 6))[0]):
            yield self._question(agency, language)
        if self._chance.randrange(1000) < habits.FORM:
            yield habits.WORDS["feedback"][language], self._understood(language, "feedback", "smalltalk", "feedback")
            end = habits.drawn(self._chance, habits.FORM_ENDS)
            if end == "cancel":
                yield habits.WORDS[end][language], self._understood(language, "smalltalk", "smalltalk", "cancel")
            elif end != "left":
                meant = self._understood(language, "feedback", "smalltalk", "feedback")
                yield habits.WORDS[end][language], {**meant, "fills": True, "said": end}

    def _question(self, agency: DemoAgency, language: Language) -> tuple[str, dict[str, Any]]:
        chance = self._chance
        decision = habits.drawn(chance, habits.DECISIONS)
        if decision == "smalltalk":
            return habits.WORDS[decision][language], self._understood(language, decision, decision, chance.choice(habits.SMALLTALK))
        if decision == "handoff":
            return habits.WORDS[decision][language], self._understood(language, decision, decision, "speak_to_person")
        near = [{"key": key, "score": round(chance.uniform(0.05, 0.4), 4)} for key in chance.sample(agency.faq, min(5, len(agency.faq)))]
        if decision == "refuse":
            return habits.WORDS[decision][language], {
                **self._understood(language, "oos", decision, "out_of_scope"),
                "faq_candidates": near,
            }
        if decision == "answer" and agency.faq and chance.randrange(100) < 12:
            key = agency.faq[min(int(chance.expovariate(0.08)), len(agency.faq) - 1)]
            question = chance.choice(chance.choice(agency.services)[1][language])
            return question, {**self._understood(language, "faq", decision, "faq"), "faq": key, "faq_score": 0.93}
        # A few services make most of the questions.
        first = min(int(chance.expovariate(0.12)), len(agency.services) - 1)
        key, examples = agency.services[first]
        count = 1 if decision == "answer" else chance.randint(2, 4) if decision == "choices" else chance.randint(0, 2)
        others = [one for one, _ in chance.sample(agency.services, min(count, len(agency.services))) if one != key]
        services = [key, *others][: max(count, 1)] if count else []
        facet = habits.drawn(chance, habits.FACETS)
        return chance.choice(examples[language]), {
            **self._understood(language, "service", decision, f"ask_{facet}"),
            "services": [{"key": one, "score": round(0.9 / (at + 1), 4)} for at, one in enumerate(services)],
            "facets": [facet],
            "faq_candidates": near,
        }

    def _understood(self, language: str, kind: str, decision: str, intent: str) -> dict[str, Any]:
        return {
            "language": language,
            "kind": kind,
            "intent": intent,
            "confidence": round(self._chance.uniform(0.4, 0.99), 4),
            "services": [],
            "facets": [],
            "faq": None,
            "faq_score": None,
            "faq_candidates": [],
            "life_event": None,
            "decision": decision,
            "from_context": False,
        }

    def _pair(
        self, conversation: UUID, external_id: str, text: str, answer: str, understanding: dict[str, Any], moment: dt.datetime
    ) -> Iterator[tuple[Any, ...]]:
        chance = self._chance
        stored = {name: value for name, value in understanding.items() if name not in ("fills", "said")}
        yield (conversation, "in", "", external_id, text, {}, stored, Message.Status.RECEIVED, moment, None, 0, [], "", "")
        answered = moment + dt.timedelta(seconds=chance.lognormvariate(0.3, 0.7))
        failed = chance.randrange(1000) < habits.FAILED
        status, sent = (Message.Status.FAILED, None) if failed else (Message.Status.SENT, answered)
        code = habits.drawn(chance, habits.FAILURES) if failed else ""
        yield (
            *(conversation, "out", "bot", f"{external_id}:0", answer, {}, None, status, moment + dt.timedelta(milliseconds=400)),
            *(sent, 0 if failed else 1, [], code, ""),
        )

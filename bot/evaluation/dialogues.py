"""Whole dialogues: data/evaluation/dialogues.*.jsonl, and whether each turn came out right."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.metrics import share
from bot.evaluation.outcome import Outcome
from bot.nlu.deciding.values import KIND_OF_INTENT
from bot.nlu.tuning.judgement import facets_answered
from bot.nlu.tuning.labelled import Labelled

# Which of an agency's services a text names outright.
Namer = Callable[[str, str], Collection[str]]


@dataclass(frozen=True)
class Dialogue:
    """A conversation with one agency."""

    key: str
    language: str
    agency: str
    turns: tuple[Labelled, ...]


def read_dialogues(path: Path, language: str) -> list[Dialogue]:
    """Read a file of labelled dialogues (JSON lines)."""
    return [_dialogue(json.loads(line), language) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _dialogue(data: dict[str, Any], language: str) -> Dialogue:
    turns = tuple(
        Labelled(
            text=t["text"],
            agency=data["agency"],
            kind="service"
            if t["services"]
            else KIND_OF_INTENT.get(t["intent"], "service" if t["intent"].startswith("ask_") else "smalltalk"),
            intent=t["intent"],
            facets=tuple(t["facets"]),
            services=tuple(t["services"]),
            decision=t["decision"],
            language=language,
        )
        for t in data["turns"]
    )
    return Dialogue(data["id"], language, data["agency"], turns)


@dataclass(frozen=True)
class Turn:
    """One turn with what came of it. A follow-up is about a service that its text does not name."""

    dialogue: str
    number: int
    outcome: Outcome
    follow_up: bool

    @property
    def decision_right(self) -> bool:
        """Whether it was answered, asked back, refused ... as expected."""
        return self.outcome.decision == self.outcome.row.decision

    @property
    def service_right(self) -> bool:
        """Whether it is about an expected service; without one, that no service was answered about."""
        row = self.outcome.row
        if not row.services:
            return not (self.outcome.kind == "service" and self.outcome.decision == "answer")
        if row.decision == "choices":
            return bool(set(row.services) & set(self.outcome.services))
        return self.outcome.service_right

    @property
    def facets_right(self) -> bool:
        """Whether every facet asked for is answered; choices and questions back show none yet."""
        row = self.outcome.row
        return row.decision != "answer" or facets_answered(row.facets, self.outcome.facets)

    @property
    def right(self) -> bool:
        """All three."""
        return self.decision_right and self.service_right and self.facets_right


def judged(dialogue: Dialogue, outcomes: Sequence[Outcome], names: Namer) -> list[Turn]:
    """The turns of a dialogue."""
    found = []
    for number, (row, outcome) in enumerate(zip(dialogue.turns, outcomes, strict=True)):
        answered = bool(row.services) and row.decision == "answer"
        follow_up = number > 0 and answered and not set(row.services) & set(names(row.agency, row.text))
        found.append(Turn(dialogue.key, number + 1, outcome, follow_up))
    return found


def dialogue_figures(turns: Sequence[Turn]) -> dict[str, float | int | None]:
    """How many turns, follow-ups and whole dialogues are right."""
    service = [turn for turn in turns if turn.outcome.row.services]
    follow_ups = [turn for turn in turns if turn.follow_up]
    dialogues = {turn.dialogue for turn in turns}
    wrong = {turn.dialogue for turn in turns if not turn.right}
    return {
        "dialogues": len(dialogues),
        "turns": len(turns),
        "follow_ups": len(follow_ups),
        "turn_right": share([turn.right for turn in turns]),
        "turn_decision": share([turn.decision_right for turn in turns]),
        "turn_service": share([turn.service_right for turn in service]),
        "turn_facets": share([turn.facets_right for turn in service]),
        "follow_up_right": share([turn.right for turn in follow_ups]),
        "dialogue_right": share([key not in wrong for key in dialogues]),
    }

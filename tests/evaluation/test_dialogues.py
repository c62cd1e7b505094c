"""Turns of dialogues: what is right, and what is a follow-up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.dialogues import Dialogue, Turn, dialogue_figures, judged, read_dialogues
from bot.evaluation.outcome import Outcome
from tests.evaluation.builders import expected, outcome

NAMED = expected(text="biaya ktp?")
BARE = expected(intent="ask_where", facets=("where",), text="di mana?")
THANKS = expected(intent="thank", services=(), facets=(), decision="smalltalk", kind="smalltalk", text="makasih")
AMBIGUOUS = expected(services=("ktp", "kk"), decision="choices")


def names(agency: str, text: str) -> set[str]:
    return {"ktp"} if "ktp" in text else set()


def turns(*outcomes: Outcome) -> list[Turn]:
    return judged(Dialogue("id-001", "id", "banyuwangi", tuple(o.row for o in outcomes)), outcomes, names)


def test_a_later_turn_that_does_not_name_its_service_is_a_follow_up() -> None:
    assert [turn.follow_up for turn in turns(outcome(NAMED), outcome(BARE), outcome(NAMED), outcome(THANKS))] == [False, True, False, False]


def test_the_first_turn_is_never_a_follow_up() -> None:
    assert [turn.follow_up for turn in turns(outcome(BARE))] == [False]


def test_a_turn_with_another_service_is_wrong() -> None:
    (turn,) = turns(outcome(NAMED, services=("kk",)))

    assert turn.decision_right
    assert not turn.service_right
    assert not turn.right


def test_a_turn_without_a_service_may_not_be_answered_about_one() -> None:
    (turn,) = turns(outcome(THANKS, kind="service", decision="answer", services=("ktp",)))

    assert not turn.service_right


def test_choices_are_right_when_an_expected_service_is_offered_whatever_the_facets() -> None:
    (turn,) = turns(outcome(AMBIGUOUS, services=("sim", "kk"), facets=("overview",)))

    assert turn.right


def test_figures_of_one_dialogue_with_a_mistake_in_a_follow_up() -> None:
    found = dialogue_figures(turns(outcome(NAMED), outcome(BARE, facets=("hours",)), outcome(THANKS)))

    assert found == {
        "dialogues": 1,
        "turns": 3,
        "follow_ups": 1,
        "turn_right": pytest.approx(2 / 3),
        "turn_decision": 1.0,
        "turn_service": 1.0,
        "turn_facets": 0.5,
        "follow_up_right": 0.0,
        "dialogue_right": 0.0,
    }


def test_reading_a_file_gives_each_turn_the_kind_that_its_intent_implies(tmp_path: Path) -> None:
    lines = [("yang kedua", "choose", ["ktp"], "service"), ("parkir?", "faq", [], "faq"), ("biaya?", "ask_fee", [], "service")]
    data = {
        "id": "id-007",
        "agency": "banyuwangi",
        "turns": [{"text": t, "intent": i, "services": s, "facets": [], "decision": "answer"} for t, i, s, _ in lines],
    }
    path = tmp_path / "dialogues.id.jsonl"
    path.write_text(json.dumps(data) + "\n\n", encoding="utf-8")

    (dialogue,) = read_dialogues(path, "id")

    assert dialogue.key == "id-007"
    assert [turn.kind for turn in dialogue.turns] == [kind for *_, kind in lines]

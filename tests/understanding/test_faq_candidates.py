"""What is told of a message's FAQ: the chosen one with its score, and the next four."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.nlu.deciding.values import Decision

RANKED = [(f"faq-{number}", 0.9 - number / 10) for number in range(8)]


def understood(parse_data: dict[str, Any]) -> dict[str, Any]:
    from bot.dialogue import understanding_of  # brings Rasa along, which the fixture of this folder imports first

    return understanding_of(parse_data)


def told(decision: Decision, ranked: list[tuple[str, float]]) -> dict[str, Any]:
    parsed = {**asdict(decision), "language": "id", "candidates": [], "faq_candidates": ranked}
    return understood({"decision": parsed})


def test_the_chosen_faq_comes_first_and_four_follow() -> None:
    understanding = told(Decision("faq", "answer", "faq", 0.9, faq="faq-0"), RANKED)
    assert (understanding["faq"], understanding["faq_score"]) == ("faq-0", 0.9)
    assert [candidate["key"] for candidate in understanding["faq_candidates"]] == ["faq-0", "faq-1", "faq-2", "faq-3", "faq-4"]


def test_an_faq_that_a_button_chose_is_certain_whatever_its_title_resembles() -> None:
    understanding = told(Decision("faq", "answer", "faq", 1.0, faq="faq-3"), RANKED)
    assert understanding["faq_score"] == 1.0
    assert [candidate["key"] for candidate in understanding["faq_candidates"]] == ["faq-3", "faq-0", "faq-1", "faq-2", "faq-4"]


def test_the_nearest_five_are_told_where_none_was_chosen() -> None:
    understanding = told(Decision("oos", "refuse", "out_of_scope", 0.7), RANKED)
    assert (understanding["faq"], understanding["faq_score"]) == (None, None)
    assert len(understanding["faq_candidates"]) == 5


def test_a_message_that_was_not_understood_has_none() -> None:
    assert understood({})["faq_score"] is None

"""What counts as right, and the figures made of it."""

from __future__ import annotations

import pytest

from bot.evaluation.figures import calibration, facet_table, message_figures, service_table, worst_confusions
from bot.evaluation.outcome import Alone, Outcome
from tests.evaluation.builders import expected, outcome

FEE = expected()
TWO_FACETS = expected(intent="ask_requirements", facets=("requirements", "fee"))
AMBIGUOUS = expected(intent="ask_overview", services=("akta-kelahiran", "akta-kematian"), facets=("overview",), decision="choices")
WEATHER = expected(intent="out_of_scope", services=(), facets=(), decision="refuse", kind="oos", text="cuaca besok?")
PARKING = expected(intent="faq", services=(), facets=(), kind="faq", text="ada parkir?")


def understanding(**differences: object) -> dict[str, object]:
    base = {"kind": "service", "intent": "ask_fee", "confidence": 0.8, "decision": "answer", "facets": ["fee"]}
    return base | {"services": [{"key": "ktp", "score": 0.8}, {"key": "kk", "score": 0.1}]} | differences


def test_only_the_first_service_of_an_answer_counts() -> None:
    assert Outcome.of(FEE, understanding(), [{"quick_replies": []}], 12.0).services == ("ktp",)


def test_candidates_of_a_question_back_do_not_count_as_its_services() -> None:
    assert Outcome.of(FEE, understanding(decision="ask_back"), [], 12.0).services == ()


def test_the_services_of_choices_are_those_that_were_offered() -> None:
    option = {"payload": {"type": "service", "service": "akta-kematian", "facets": ["overview"]}}
    person = {"payload": {"type": "intent", "intent": "speak_to_person"}}

    found = Outcome.of(AMBIGUOUS, understanding(decision="choices"), [{"quick_replies": [option, person]}], 12.0)

    assert found.services == ("akta-kematian",)
    assert found.right


def test_an_answer_with_a_facet_too_many_is_right_but_not_exact() -> None:
    found = outcome(FEE, facets=("fee", "where"))

    assert found.right
    assert not found.facets_right
    assert found.main_facet_right


def test_an_answer_without_one_of_two_facets_is_not_right() -> None:
    found = outcome(TWO_FACETS, facets=("requirements",))

    assert not found.right
    assert found.main_facet_right


def test_an_answer_about_another_service_is_a_wrong_answer() -> None:
    assert outcome(FEE, services=("kk",)).wrong_answer


def test_a_question_back_is_not_right_but_no_wrong_answer() -> None:
    found = outcome(FEE, decision="ask_back", services=())

    assert not found.right
    assert not found.wrong_answer


def test_an_answer_to_what_is_out_of_scope_is_a_wrong_answer() -> None:
    assert outcome(WEATHER, kind="faq", decision="answer", intent="faq").wrong_answer


def test_a_service_answered_to_a_general_question_is_no_wrong_answer() -> None:
    assert not outcome(PARKING, kind="service", intent="ask_where", services=("ktp",), facets=("where",)).wrong_answer


def test_figures_of_four_messages() -> None:
    found = message_figures(
        [
            outcome(FEE, milliseconds=10.0),
            outcome(FEE, services=("kk",), milliseconds=20.0),
            outcome(TWO_FACETS, intent="ask_fee", facets=("fee",), milliseconds=30.0),
            outcome(WEATHER, milliseconds=40.0, failed=True),
        ]
    )

    assert found["messages"] == 4
    assert found["right"] == 0.5
    assert found["wrong_answers"] == 0.25
    assert found["intent"] == 0.75
    assert found["intent_of_classifier"] == 1.0
    assert found["service"] == pytest.approx(2 / 3)
    assert found["facets"] == pytest.approx(2 / 3)
    assert found["main_facet"] == 1.0
    assert found["service_and_facets"] == pytest.approx(1 / 3)
    assert found["choices"] is None
    assert found["out_of_scope_recall"] == 1.0
    assert found["failed"] == 1
    assert (found["milliseconds_p50"], found["milliseconds_p95"]) == (20.0, 40.0)


def test_refusing_a_good_question_lowers_the_precision_and_not_the_recall_of_refusals() -> None:
    refused = outcome(FEE, kind="oos", intent="out_of_scope", decision="refuse", services=(), facets=())

    found = message_figures([outcome(WEATHER), refused])

    assert (found["out_of_scope_precision"], found["out_of_scope_recall"]) == (0.5, 1.0)


def test_calibration_of_intents_looks_at_the_classifier_and_that_of_confidence_at_the_decision() -> None:
    doubtful = outcome(FEE, intent="ask_where", confidence=1.0, alone=Alone("ask_fee", 0.6, "kk", 0.5))

    found = calibration([doubtful])

    assert found["intent"]["error"] == pytest.approx(0.4)
    assert found["confidence"]["error"] == pytest.approx(1.0)
    assert found["service"]["error"] == pytest.approx(0.5)
    assert found["answer"]["error"] == pytest.approx(0.0)


def test_facets_are_counted_on_questions_about_services_only() -> None:
    found = facet_table([outcome(TWO_FACETS, facets=("fee", "where")), outcome(WEATHER)])

    assert found["requirements"]["recall"] == 0.0
    assert found["fee"]["f1"] == 1.0
    assert found["where"]["precision"] == 0.0


def test_the_service_table_says_what_came_instead() -> None:
    rows = [outcome(FEE), outcome(FEE, services=("kk",)), outcome(FEE, decision="ask_back", services=())]

    assert service_table(rows) == {"ktp": {"support": 3, "right": pytest.approx(1 / 3), "instead": {"kk": 1, "(ask_back)": 1}}}


def test_the_most_frequent_confusion_comes_first_with_its_sentences() -> None:
    where = expected(intent="ask_where", facets=("where",), text="di mana?")
    rows = [outcome(where, intent="ask_hours"), outcome(FEE, intent="ask_form"), outcome(FEE, intent="ask_form"), outcome(FEE)]

    found = worst_confusions(rows)

    assert [(c["expected"], c["decided"], c["number"]) for c in found] == [("ask_fee", "ask_form", 2), ("ask_where", "ask_hours", 1)]
    assert found[1]["sentences"] == ["di mana?"]

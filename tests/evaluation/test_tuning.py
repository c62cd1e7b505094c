"""What tuning fits: the rankers' weights, one sharpness for all intents, thresholds."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import check_grad, minimize

from bot.nlu.deciding.values import Evidence, Thresholds
from bot.nlu.decision import decide
from bot.nlu.knowledge import ranker
from bot.nlu.knowledge.features import FEATURES
from bot.nlu.sharpness import sharpen
from bot.nlu.tuning.judgement import NEEDLESS_QUESTION, WRONG_ANSWER, WRONG_REFUSAL, value
from bot.nlu.tuning.labelled import read_labelled
from bot.nlu.tuning.sharpness import fit_sharpness
from bot.nlu.tuning.thresholds import search_thresholds
from tests.evaluation.builders import expected, outcome


def one_by_one(samples: list[ranker.Sample], point: npt.NDArray[np.float64], ridge: float = 0.02) -> float:
    """The loss of the conditional logit, one sample after the other, as the textbook has it."""
    width, value = len(FEATURES), 0.0
    for rows, right, weight in samples:
        powers = np.exp(np.append(rows @ point[:width], point[width]))
        value -= weight * float(np.log(powers[list(right) or [-1]].sum() / powers.sum()))
    return value / sum(weight for *_, weight in samples) + ridge / 2 * float(point[:width] @ point[:width]) / width


@pytest.fixture
def samples() -> list[ranker.Sample]:
    """Messages with two to six targets; the first feature tells the right one, the others are noise."""
    rng = np.random.default_rng(7)
    found: list[ranker.Sample] = []
    for number in range(60):
        rows = rng.random((2 + number % 5, len(FEATURES))).astype(np.float32)
        right = frozenset({0, 1}) if number % 7 == 0 else frozenset({0}) if number % 3 else frozenset()
        rows[:, 0] = 0.1
        rows[list(right), 0] = 0.9
        found.append((rows, right, 0.5 if number % 2 else 1.0))
    return found


def test_weights_fitted_together_are_those_of_samples_taken_one_by_one(
    samples: list[ranker.Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = []

    def spy(loss: object, start: npt.NDArray[np.float64], **options: object) -> object:
        problems.append((loss, start))
        return minimize(loss, start, **options)

    monkeypatch.setattr(ranker, "minimize", spy)
    weights = ranker.fit(samples)
    ((loss, start),) = problems

    for point in (start, np.array([weights[name] for name in (*FEATURES, "none")])):
        assert loss(point)[0] == pytest.approx(one_by_one(samples, point))  # type: ignore[operator]
    assert check_grad(lambda p: one_by_one(samples, p), lambda p: loss(p)[1], start) < 1e-5  # type: ignore[operator]


def test_the_feature_that_tells_gets_the_greatest_weight(samples: list[ranker.Sample]) -> None:
    weights = ranker.fit(samples)

    assert max(FEATURES, key=weights.__getitem__) == FEATURES[0]
    assert all(weights[name] >= 0 for name in FEATURES)


def test_sharpening_keeps_the_order_and_the_sum() -> None:
    found = sharpen({"a": 0.7, "b": 0.2, "c": 0.1}, 0.5)

    assert found["a"] > found["b"] > found["c"]
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["a"] / found["b"] == pytest.approx((0.7 / 0.2) ** 0.5)


def test_sharpening_bears_probabilities_of_zero_and_no_probabilities() -> None:
    assert sharpen({"a": 1.0, "b": 0.0}, 0.5)["a"] == pytest.approx(1.0, abs=1e-5)
    assert sharpen({}, 0.5) == {}


def test_probabilities_that_are_too_sure_are_made_modest() -> None:
    # Nine in ten was stated, six in ten were right: (9/1)^s = 6/4.
    sharpness = fit_sharpness([{"a": 0.9, "b": 0.1}] * 10, ["a"] * 6 + ["b"] * 4)

    assert sharpness == pytest.approx(np.log(1.5) / np.log(9), abs=1e-3)


def test_honest_probabilities_keep_their_sharpness() -> None:
    assert fit_sharpness([{"a": 0.75, "b": 0.25}] * 4, ["a", "a", "a", "b"]) == pytest.approx(1.0, abs=1e-3)


def test_intents_that_the_classifier_does_not_know_do_not_count() -> None:
    assert fit_sharpness([{"a": 0.5, "b": 0.5}], ["unheard_of"]) == 1.0


def test_a_wrong_answer_is_worth_less_than_a_refusal_and_that_less_than_a_question_back() -> None:
    row = expected()
    worth = [
        value(row, outcome(row, **difference).as_decision)
        for difference in ({"services": ("kk",)}, {"kind": "oos", "decision": "refuse"}, {"decision": "ask_back", "services": ()}, {})
    ]

    assert worth == [WRONG_ANSWER, WRONG_REFUSAL, NEEDLESS_QUESTION, 1.0]
    assert worth == sorted(worth)


def test_the_search_never_ends_below_where_it_began() -> None:
    rng = random.Random(7)
    rows = [
        expected(),
        expected(services=("kk",)),
        expected(intent="out_of_scope", services=(), facets=(), decision="refuse", kind="oos"),
    ] * 5
    evidence = [
        Evidence({row.intent: 0.6, "ask_where": 0.4}, {"ask_fee": 0.8}, (("ktp", rng.random() / 2), ("kk", rng.random() / 2)), (), ())
        for row in rows
    ]

    def mean_value(t: Thresholds) -> float:
        return sum(value(row, decide(e, t)) for row, e in zip(rows, evidence, strict=True)) / len(rows)

    best, reached = search_thresholds(rows, evidence, grid={"service": (0.1, 0.3, 0.5, 0.7), "intent": (0.2, 0.5)})

    assert reached == pytest.approx(mean_value(best))
    assert reached >= mean_value(Thresholds())


def test_labelled_messages_are_read_with_their_language(tmp_path: Path) -> None:
    path = tmp_path / "dev.ja.jsonl"
    data = {"text": "手数料は？", "agency": "fukuoka", "kind": "service", "intent": "ask_fee", "facets": ["fee"], "services": []}
    path.write_text(json.dumps(data | {"decision": "ask_back"}) + "\n\n", encoding="utf-8")

    (row,) = read_labelled(path, "ja")

    assert (row.text, row.language, row.facets, row.decision) == ("手数料は？", "ja", ("fee",), "ask_back")

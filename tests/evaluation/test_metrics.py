"""The measures, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from bot.evaluation.metrics import Counts, calibration_error, counts_by_label, percentile, reliability, share


def test_share_of_two_in_three_is_two_thirds() -> None:
    assert share([True, True, False]) == pytest.approx(2 / 3)


def test_share_of_nothing_is_unknown_and_not_zero() -> None:
    assert share([]) is None


def test_precision_counts_what_was_given_and_recall_what_was_expected() -> None:
    expected = [["fee"], ["fee"], ["fee"], ["where"]]
    given = [["fee"], ["fee"], ["where"], ["fee"]]

    fee = counts_by_label(expected, given)["fee"]

    assert fee == Counts(right=2, wrong=1, missed=1)
    for found in (fee.precision, fee.recall, fee.f1):
        assert found == pytest.approx(2 / 3)


def test_f1_is_the_harmonic_mean() -> None:
    counts = Counts(right=3, wrong=1, missed=3)  # precision 3/4, recall 1/2

    assert counts.f1 == pytest.approx(2 * 0.75 * 0.5 / (0.75 + 0.5))


def test_a_message_with_two_labels_counts_for_both() -> None:
    found = counts_by_label([["fee", "where"]], [["where", "hours"]])

    assert found == {"fee": Counts(0, 0, 1), "hours": Counts(0, 1, 0), "where": Counts(1, 0, 0)}


def test_a_label_that_was_never_given_has_no_precision() -> None:
    counts = counts_by_label([["fee"]], [["where"]])

    assert counts["fee"].precision is None
    assert counts["fee"].recall == 0.0
    assert counts["where"].recall is None


def test_reliability_puts_probabilities_into_bins_of_equal_width() -> None:
    bins = reliability([0.05, 0.95, 0.91, 1.0], [False, True, False, True])

    assert [(b.low, b.high, b.number) for b in bins] == [(0.0, 0.1, 1), (0.9, 1.0, 3)]
    assert bins[1].stated == pytest.approx((0.95 + 0.91 + 1.0) / 3)
    assert bins[1].right == pytest.approx(2 / 3)


def test_a_probability_on_an_edge_belongs_to_the_lower_bin() -> None:
    bins = reliability([0.0, 0.1, 0.3, 0.7], [True, True, True, True])

    assert [(b.low, b.number) for b in bins] == [(0.0, 2), (0.2, 1), (0.6, 1)]


def test_calibration_error_weighs_each_bin_by_its_messages() -> None:
    # Three messages at 0.9, two of them right: gap 0.9 - 2/3. One at 0.4, right: gap 0.6.
    error = calibration_error(reliability([0.9, 0.9, 0.9, 0.4], [True, True, False, True]))

    assert error == pytest.approx(3 / 4 * (0.9 - 2 / 3) + 1 / 4 * 0.6)


def test_honest_probabilities_have_no_calibration_error() -> None:
    assert calibration_error(reliability([0.5, 0.5, 1.0], [True, False, True])) == pytest.approx(0.0)


def test_calibration_error_of_nothing_is_unknown() -> None:
    assert calibration_error([]) is None


@pytest.mark.parametrize(("part", "value"), [(0.5, 5.0), (0.95, 10.0), (0.9, 9.0), (0.0, 1.0), (1.0, 10.0)])
def test_percentile_is_one_of_the_values(part: float, value: float) -> None:
    assert percentile([float(number) for number in (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)], part) == value


def test_percentile_of_nothing_is_unknown() -> None:
    assert percentile([], 0.5) is None

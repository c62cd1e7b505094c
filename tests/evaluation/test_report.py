"""The report, and its comparison with an earlier one."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.comparison import differences, fallen
from bot.evaluation.dialogues import Dialogue, judged
from bot.evaluation.document import as_json, document
from bot.evaluation.markdown import report
from bot.evaluation.plots import calibration_picture, confusion_picture
from bot.evaluation.run import spread
from tests.evaluation.builders import expected, outcome

RIGHT = outcome(expected(language="ja", text="住民票の手数料は？"))
WRONG = outcome(expected(text="biaya ktp | kk?"), services=("kk",))


@pytest.fixture
def found() -> dict[str, Any]:
    turns = judged(Dialogue("id-001", "id", "banyuwangi", (WRONG.row,)), [WRONG], lambda agency, text: ())
    return document(
        [WRONG, outcome(expected()), RIGHT], turns, data="test", model="abc", date="2026-11-23", seen={"catalogue": {"id": 3, "ja": 0}}
    )


def test_a_report_without_an_earlier_one_has_no_differences(found: dict[str, Any]) -> None:
    assert "points" not in report(found).split("## Calibration")[0].split("## Headline figures")[1].splitlines()[2]


def test_a_report_names_model_date_and_numbers_of_messages(found: dict[str, Any]) -> None:
    text = report(found)

    assert "Model `abc`, 2026-11-23." in text
    assert "Indonesian: 2 messages, 1 dialogues with 1 turns" in text
    assert "Japanese: 1 messages" in text
    assert "the same sentence stands in the catalogue: Indonesian 3, Japanese 0." in text


def test_a_report_lists_wrong_answers_and_escapes_bars_in_tables(found: dict[str, Any]) -> None:
    assert "| biaya ktp \\| kk? | banyuwangi | service, answer: ktp fee | service, answer: kk fee | 90 % |" in report(found)


def test_the_document_survives_json(found: dict[str, Any]) -> None:
    assert json.loads(as_json(found)) == found


def test_a_figure_may_fall_by_a_point_and_not_by_more() -> None:
    assert fallen({"id": {"right": -0.01}, "ja": {"right": 0.3}}) == []
    assert fallen({"id": {"right": -0.0101}}) == ["id: Right as a whole -1.0 points"]


def test_a_rise_of_what_should_be_low_is_a_fall() -> None:
    assert fallen({"ja": {"wrong_answers": 0.02}}) == ["ja: Wrong answers +2.0 points"]
    assert fallen({"ja": {"wrong_answers": -0.02}}) == []


def test_differences_are_those_of_figures_that_both_reports_have(found: dict[str, Any]) -> None:
    before = copy.deepcopy(found)
    before["languages"]["id"]["messages"]["right"] = 0.75
    del before["languages"]["id"]["messages"]["kind"]
    del before["languages"]["ja"]

    difference = differences(found, before)

    assert difference["id"]["right"] == -0.25
    assert "kind" not in difference["id"]
    assert difference["ja"] == {}


def test_a_comparison_is_shown_beside_the_figures(found: dict[str, Any]) -> None:
    found |= {
        "compared_with": {"date": "2026-11-01", "model": "old", "messages": {"id": 5, "ja": 1}},
        "difference": {"id": {"right": -0.25}, "ja": {"right": 0.0}},
    }

    text = report(found)

    assert "| Right as a whole | 50.0 % | -25.0 | 100.0 % | 0.0 |" in text
    assert "against the report of 2026-11-01 (model `old`)" in text
    assert "The messages are not the same as then." in text


def test_a_short_run_is_spread_over_the_whole_file() -> None:
    assert spread(range(10), 3) == [0, 3, 6]
    assert spread(range(3), 5) == [0, 1, 2]
    assert spread(range(3), None) == [0, 1, 2]


def test_pictures_can_be_drawn(found: dict[str, Any], tmp_path: Path) -> None:
    confusion_picture([WRONG, RIGHT], tmp_path / "confusion.png")
    calibration_picture(found["languages"], tmp_path / "calibration.png")

    for name in ("confusion.png", "calibration.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")

"""`manage.py evaluate`: what it writes, and when it fails. The measuring itself is replaced."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bot.evaluation.outcome import Outcome
from bot.ops import training
from bot.ops.management.commands import evaluate
from tests.evaluation.builders import expected, outcome

GOOD = [outcome(expected()), outcome(expected(language="ja"))]
BAD = [outcome(expected(), services=("kk",)), outcome(expected(language="ja"))]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evaluate, "REPORT", tmp_path)
    monkeypatch.setattr(training, "model_for_present_data", lambda: Path("models/0123456789ab.tar.gz"))
    return tmp_path


def measure(monkeypatch: pytest.MonkeyPatch, outcomes: list[Outcome], *options: str) -> str:
    out = io.StringIO()
    monkeypatch.setattr(evaluate.Command, "_measure", lambda self, data, limit, model: (outcomes, [], {}))
    monkeypatch.setattr(evaluate.Command, "_seen", lambda self, outcomes: {})
    call_command("evaluate", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_the_first_run_writes_a_report_without_a_comparison(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(monkeypatch, GOOD)

    assert sorted(path.name for path in report.iterdir()) == ["calibration.png", "confusion.png", "report.json", "report.md"]
    assert "difference" not in json.loads((report / "report.json").read_text(encoding="utf-8"))


def test_the_next_run_is_compared_with_the_one_before(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(monkeypatch, GOOD)
    measure(monkeypatch, BAD)

    found = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert found["compared_with"]["model"] == "0123456789ab"
    assert found["difference"]["id"]["right"] == -1.0
    assert found["difference"]["ja"]["right"] == 0.0


def test_a_check_fails_when_a_figure_fell_and_leaves_the_report_as_it_was(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(monkeypatch, GOOD)
    before = (report / "report.md").read_bytes()

    with pytest.raises(SystemExit) as ended:
        measure(monkeypatch, BAD, "--check")

    assert ended.value.code == 1
    assert (report / "report.md").read_bytes() == before


def test_a_check_of_figures_that_did_not_fall_writes_the_report(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(monkeypatch, BAD)
    measure(monkeypatch, GOOD, "--check")

    assert json.loads((report / "report.json").read_text(encoding="utf-8"))["languages"]["id"]["messages"]["right"] == 1.0


@pytest.mark.parametrize("option", ["--dev", "--limit=5"])
def test_a_trial_run_prints_the_figures_and_writes_nothing(report: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    assert "| Right as a whole | 100.0 % | 100.0 % |" in measure(monkeypatch, GOOD, option)
    assert not list(report.iterdir())


@pytest.mark.parametrize("options", [("--check", "--dev"), ("--check", "--limit=5"), ("--limit=0",)])
def test_options_that_make_no_sense_are_refused(report: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        measure(monkeypatch, GOOD, *options)


def test_without_a_model_it_says_how_to_get_one(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "model_for_present_data", lambda: None)

    with pytest.raises(CommandError, match="make train"):
        measure(monkeypatch, GOOD)

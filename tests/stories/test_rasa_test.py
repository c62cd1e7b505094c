"""`rasa test` on the stories beside this file: every predicted action is the one that the story says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import ROOT


@pytest.mark.slow
def test_every_story_runs_as_it_is_told(trained_model: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rasa", "test", "core", "--stories", "tests/stories", "--model", str(trained_model)]
    command += ["--fail-on-prediction-errors", "--out", str(tmp_path / "results")]
    surroundings = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    failed = tmp_path / "results" / "failed_test_stories.yml"
    assert done.returncode == 0, (failed.read_text() if failed.exists() else "") + (done.stdout + done.stderr)[-3000:]
    stories = json.loads((tmp_path / "results" / "story_report.json").read_text())["conversation_accuracy"]
    assert stories["correct"] == stories["total"] > 0

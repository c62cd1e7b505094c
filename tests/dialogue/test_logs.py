"""An error is logged quickly and without anything that a citizen wrote."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.environment import ROOT

SCRIPT = """
import structlog
from bot.logs import configure_logging

configure_logging(FORMAT)
log = structlog.get_logger("actions")

def answer(tracker):
    raise RuntimeError("the reason")

try:
    words = "KATA" + "WARGA"
    answer({"latest_message": {"text": words}})
except RuntimeError:
    log.exception("action failed", error_id="AB12CD", text=words)
"""


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_traceback_names_the_error_and_holds_no_words_of_a_citizen(log_format: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("FORMAT", repr(log_format))],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the reason" in done.stderr
    assert "AB12CD" in done.stderr
    assert "KATAWARGA" not in done.stderr, done.stderr

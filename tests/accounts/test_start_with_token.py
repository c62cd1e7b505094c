"""A start with a token that cannot be one ends with one sentence that names the variable, before anything slow begins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import ROOT
from channels import registry
from channels.base import PolledChannel

pytestmark = pytest.mark.slow
CHANNELS = [registry.connected(name) for name in registry.names()]
VARIABLES = [variable for channel in CHANNELS if isinstance(channel, PolledChannel) for variable in channel.environment]
WRONG = "certainly-no-token-4e1b"


@pytest.mark.parametrize("variable", VARIABLES)
def test_it_ends_with_one_sentence_that_names_the_variable_and_not_the_token(seeded_state: Path, variable: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare", "--accounts", "--no-train"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(seeded_state), variable: WRONG},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert variable in done.stderr
    assert "Traceback" not in said
    assert WRONG not in said

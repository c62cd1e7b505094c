"""Fills the database that is measured, by the project's own commands; done once for a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.console.settings import Settings
from bot.environment import ROOT

# It has the most services and the first place among the agencies of the demo.
AGENCY = "banyuwangi"
_TIMES = "filled.json"


class FillingFailed(RuntimeError):
    """A command failed; the text is the end of what it said."""


def fill(settings: Settings) -> dict[str, float]:
    """Make the database unless it is there; the seconds that each step took when it was made."""
    settings.state.mkdir(parents=True, exist_ok=True)
    known = settings.state / _TIMES
    if not known.is_file():
        known.write_text(json.dumps(_filled(settings), indent=1) + "\n", encoding="utf-8")
    found: dict[str, float] = json.loads(known.read_text(encoding="utf-8"))
    return found


def _filled(settings: Settings) -> dict[str, float]:
    demo, work = ("seed_demo", "--seed", "1"), [word for name, number in settings.work.items() for word in (f"--{name}", str(number))]
    steps: dict[str, list[tuple[str, ...]]] = {
        "content": [("prepare", "--no-train")],
        "FAQ": [(*demo, "--faq", str(settings.faq), "--agency", AGENCY)],
        "messages": [(*demo, "--messages", str(settings.messages))],
        "work of staff": [(*demo, *work, "--agency", AGENCY)],
        "figures": [("analytics", "roll-up"), ("faq", "count")],
    }
    times = {}
    for name, commands in steps.items():
        print(f"filling the database: {name}", flush=True)
        began = time.monotonic()
        for command in commands:
            _run(settings.state, command)
        times[name] = round(time.monotonic() - began, 1)
    return times


def _run(state: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FillingFailed(f"manage.py {' '.join(command)}:\n{(done.stdout + done.stderr)[-2000:]}")

"""Starts the measuring process for one system, each time anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.data import Sentences
from benchmarks.systems import MeasuringFailed, System
from bot.environment import ROOT


def serve(system: System, sentences: Sentences, actions_url: str, embeddings: Path, *, with_accuracy: bool) -> dict[str, Any]:
    """Load the system's model in a fresh process and measure it.

    Raises:
        MeasuringFailed: the process ended with an error.
    """
    folder = system.model.parent
    plan, result, log = folder / "plan.json", folder / "result.json", folder / f"{system.name}-serve.log"
    document = {
        "system": system.name,
        "model": str(system.model),
        "actions_url": actions_url,
        "with_accuracy": with_accuracy,
        "sentences": sentences.as_json(spaced_out=system.name == "stock"),
    }
    plan.write_text(json.dumps(document), encoding="utf-8")
    result.unlink(missing_ok=True)
    with log.open("wb") as out:
        command = [sys.executable, "-m", "benchmarks.measuring", str(plan), str(result), repr(time.time())]
        surroundings = {**os.environ, "EMBEDDING_CACHE": str(embeddings)}
        ended = subprocess.run(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    if ended.returncode != 0 or not result.is_file():
        raise MeasuringFailed(f"Measuring {system.name} (exit code {ended.returncode})", log)
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found

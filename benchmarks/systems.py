"""The two that are compared, and how each is trained: `rasa train`, in a process of its own, with nothing in any cache."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.data import dialogue_files, write_training_files
from benchmarks.settings import Settings
from bot.environment import ROOT

Name = Literal["ours", "stock"]
NAMES: tuple[Name, ...] = ("ours", "stock")
_EPOCHS = re.compile(r"epochs: \d+")
_EXCEPTION = re.compile(r"[\w.]*(Error|Exception|Problem|Failed)\b.*:")
LAST_LINES = 15


class MeasuringFailed(RuntimeError):
    """A process that was to be measured ended with an error."""

    def __init__(self, what: str, log: Path) -> None:
        # The folder with the log is a temporary one.
        kept = Settings(quick=True).results_file.parent / log.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, kept)
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        causes = [line for line in lines if _EXCEPTION.match(line)] or lines[-LAST_LINES:]
        shown = "".join(f"\n    {line}" for line in causes[-LAST_LINES:])
        super().__init__(f"{what} failed. The whole log is {kept.relative_to(ROOT)}.{shown}")


@dataclass(frozen=True)
class Training:
    """One training: the whole command in seconds, and the model file in bytes. `cache` is the state of our cache of embeddings."""

    cache: Literal["cold", "warm", "none"]
    seconds: float
    model_bytes: int


@dataclass(frozen=True)
class System:
    """One configuration with its training files; `model` is where the last training left its model."""

    name: Name
    config: Path
    nlu: Path
    examples: int
    model: Path

    def train(self, cache: Literal["cold", "warm", "none"], embeddings: Path) -> Training:
        """Train once. Rasa's own cache is a new, empty folder; `embeddings` is the file of our cache, used by ours alone.

        Raises:
            MeasuringFailed: Rasa ended with an error or left no model.
        """
        command = [sys.executable, "-m", "rasa", "train", "--force", "--skip-validation", "--config", str(self.config)]
        command += ["--domain", str(ROOT / "domain.yml"), "--data", str(self.nlu), *map(str, dialogue_files())]
        command += ["--out", str(self.model.parent), "--fixed-model-name", self.model.name.removesuffix(".tar.gz")]
        log = self.model.parent / f"{self.name}-train.log"
        self.model.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=self.model.parent) as rasa_cache, log.open("wb") as out:
            surroundings = {**os.environ, "RASA_CACHE_DIRECTORY": rasa_cache, "EMBEDDING_CACHE": str(embeddings)}
            began = time.perf_counter()
            ended = subprocess.run(
                command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False
            )
            seconds = time.perf_counter() - began
        if ended.returncode != 0 or not self.model.is_file():
            raise MeasuringFailed(f"Training {self.name} (exit code {ended.returncode})", log)
        return Training(cache, round(seconds, 1), self.model.stat().st_size)


def make_systems(folder: Path, settings: Settings) -> dict[Name, System]:
    """Write the training files and configurations of both into `folder`."""
    systems: dict[Name, System] = {}
    for name in NAMES:
        config = ROOT / "config.yml"
        if name == "stock":
            config = folder / "stock.yml"
            text = (ROOT / "benchmarks" / "stock.yml").read_text(encoding="utf-8")
            config.write_text(_EPOCHS.sub(f"epochs: {settings.epochs}", text), encoding="utf-8")
        nlu = folder / f"nlu-{name}"
        number = write_training_files(nlu, settings.examples, spaced_out=name == "stock")
        systems[name] = System(name, config, nlu, number, folder / f"{name}.tar.gz")
    return systems


def trainings_as_json(trainings: list[Training]) -> list[dict[str, Any]]:
    """For the results file."""
    return [asdict(training) for training in trainings]

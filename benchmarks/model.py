"""Measures our Rasa pipeline and the stock one side by side: `python -m benchmarks.model` (`--help` lists the options).

Writes benchmarks/results.json and docs/performance.md, but for the sections of the other commands.
"""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.data import Sentences, choose_sentences, dialogue_files
from benchmarks.page import with_sections_of
from benchmarks.report import report
from benchmarks.serving import serve
from benchmarks.settings import Settings, from_command_line
from benchmarks.summary import summarise
from benchmarks.systems import NAMES, MeasuringFailed, Name, System, Training, make_systems, trainings_as_json
from bot.environment import ROOT
from bot.nlu.embedding import cache_path
from bot.ops.local_actions import ActionServerFailed, local_actions

SURROUNDINGS = {
    "DATABASE_URL": "",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


@dataclass
class Run:
    """One run of the benchmark in a temporary folder."""

    settings: Settings
    folder: Path
    known_embeddings: Path
    began: float = field(default_factory=time.monotonic)
    trainings: dict[Name, list[Training]] = field(default_factory=lambda: {name: [] for name in NAMES})
    servings: dict[Name, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in NAMES})

    def say(self, sentence: str) -> None:
        """Tell how far the run has come."""
        print(f"[{self.minutes:5.1f} min] {sentence}", flush=True)

    @property
    def minutes(self) -> float:
        """How long the run has taken so far."""
        return (time.monotonic() - self.began) / 60

    def prepare(self) -> None:
        """Make the temporary installation: tables, content, the catalogue's embeddings."""
        if self.known_embeddings.is_file():
            # Saves minutes. Only phrases of the catalogue are looked up in this file, never a citizen's message: no reply gets faster.
            with closing(sqlite3.connect(self.known_embeddings)) as source, closing(sqlite3.connect(self.catalogue_embeddings)) as copy:
                source.backup(copy)
        log = self.folder / "prepare.log"
        with log.open("wb") as out:
            command = [sys.executable, "manage.py", "prepare", "--no-train"]
            surroundings = {**os.environ, "EMBEDDING_CACHE": str(self.catalogue_embeddings)}
            ended = subprocess.run(command, cwd=ROOT, env=surroundings, stdout=out, stderr=subprocess.STDOUT, check=False)
        if ended.returncode != 0:
            raise MeasuringFailed("Preparing the content", log)

    @property
    def catalogue_embeddings(self) -> Path:
        """The embeddings that serving needs; training does not see them."""
        return self.folder / "catalogue.sqlite3"

    def train(self, system: System, number: int) -> None:
        """Train a system: ours with an empty cache of embeddings and then with the one that this left, stock once."""
        embeddings = self.folder / f"embeddings-{number}.sqlite3"
        for cache in ("cold", "warm") if system.name == "ours" else ("none",):
            done = system.train(cache, embeddings)
            self.trainings[system.name].append(done)
            self.say(f"trained {system.name}{'' if cache == 'none' else f', embeddings {cache}'}: {done.seconds:.0f} s")

    def train_in_turn(self, systems: dict[Name, System], number: int) -> None:
        """One round; a later one only if it can be expected to end in time."""
        expected = sum(t.seconds for done in self.trainings.values() for t in done) / 60 / max(number - 1, 1)
        if number > 1 and self.minutes + expected > self.settings.minutes:
            self.say(f"no training round {number}: it would end after {self.minutes + expected:.0f} minutes (--minutes allows more)")
            return
        for system in systems.values():
            self.train(system, number)

    def serve_in_turn(self, systems: dict[Name, System], sentences: Sentences) -> None:
        """Measure the replies of both, several times."""
        began = self.minutes
        with local_actions() as url:
            for number in range(self.settings.rounds):
                if number > 0 and self.minutes + (self.minutes - began) / number > self.settings.minutes:
                    self.say(f"no serving round {number + 1}: it would take too long (--minutes allows more)")
                    return
                for name, system in systems.items():
                    found = serve(system, sentences, url, self.catalogue_embeddings, with_accuracy=number == 0)
                    self.servings[name].append(found)
                    middle = sorted(found["milliseconds"])[len(found["milliseconds"]) // 2]
                    self.say(f"served {name}: loaded after {found['seconds_to_loaded']:.1f} s, median reply {middle:.1f} ms")

    def results(self) -> dict[str, Any]:
        """Measure everything."""
        surroundings = machine.describe()
        others = machine.OtherWork()
        sentences = choose_sentences(self.settings)
        systems = make_systems(self.folder, self.settings)
        examples = systems["ours"].examples
        self.say(f"{examples} training examples, {len(sentences.timed)} sentences to time")
        self.prepare()
        self.say("content loaded and embedded")
        self.train_in_turn(systems, 1)
        self.serve_in_turn(systems, sentences)
        for number in range(2, self.settings.rounds + 1):
            self.train_in_turn(systems, number)
        trainings = {name: trainings_as_json(done) for name, done in self.trainings.items()}
        return {
            "date": datetime.date.today().isoformat(),
            "command": self.settings.command,
            "quick": self.settings.quick,
            "minutes": round(self.minutes, 1),
            "machine": surroundings | {"cores_used_by_others": others.cores()},
            "data": {
                "examples": examples,
                "examples_per_intent_and_language": self.settings.examples,
                "stories": any(path.stem == "stories" for path in dialogue_files()),
            },
            "epochs": self.settings.epochs,
            "warm_up": len(sentences.warm_up),
            "sentences": len(sentences.timed),
            "stage_sentences": len(sentences.stages),
            "summary": {name: summarise(trainings[name], self.servings[name]) for name in NAMES},
            "runs": {name: {"trainings": trainings[name], "servings": self.servings[name]} for name in NAMES},
        }


def main() -> None:
    """Measure, and write the results file and the page."""
    settings = from_command_line()
    known_embeddings = cache_path()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        os.environ.update(SURROUNDINGS, STATE_DIR=str(Path(folder) / "state"))
        os.environ.pop("TRAIN_PROGRESS_FILE", None)
        run = Run(settings, Path(folder), known_embeddings)
        try:
            results = run.results()
        except (MeasuringFailed, ActionServerFailed) as error:
            sys.exit(f"{error}\nNothing was written.")
        except KeyboardInterrupt:
            sys.exit("Stopped; nothing was written.")
        page = settings.report_file
        old = page.read_text(encoding="utf-8") if page.is_file() else ""
        for path, text in (
            (settings.results_file, json.dumps(results, ensure_ascii=False, indent=1) + "\n"),
            (page, with_sections_of(report(results), old)),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            run.say(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

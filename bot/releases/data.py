"""What a training of the console learns from: a copy of the files, and beside it what staff added."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.environment import ROOT, environment
from bot.evaluation.seen import form
from bot.questions.models import TrainingExample
from bot.releases import staff_examples
from bot.releases.archive import packed, sha256
from bot.releases.examples import Example, examples_of

_CONFIGURATION = ("config.yml", "domain.yml")
_CONFIGURATION_FOLDERS = ("domain",)
_DATA = ("nlu", "rules", "stories", "rules.yml", "stories.yml")


@dataclass(frozen=True)
class Assembled:
    """A folder that Rasa can train in, its archive, and what stands in it."""

    root: Path
    archive: bytes
    examples: frozenset[Example]
    staff: int
    left_out: dict[str, int]

    @property
    def digest(self) -> str:
        """Changes with the data and with nothing else."""
        return sha256(self.archive)


def evaluation_folder() -> Path:
    """Where the messages lie on which models are tested."""
    return environment().training_data / "evaluation"


def assemble(root: Path) -> Assembled:
    """Copy configuration, domain and training data into an empty folder and add the examples of staff."""
    source = environment().training_data
    for name in (*_CONFIGURATION, *_CONFIGURATION_FOLDERS):
        _copy(ROOT / name, root / name)
    for name in _DATA:
        _copy(source / name, root / "data" / name)
    of_files = examples_of(root / "data" / "nlu")
    known = {form(example.text): example.intent for example in of_files}
    chosen = staff_examples.choose(
        TrainingExample.objects.select_related("agency"), set(_tested_sentences()), known, {example.intent for example in of_files}
    )
    staff_examples.write(chosen, root / "data" / "nlu" / staff_examples.FOLDER)
    of_staff = {Example(intent, text, agency) for (agency, _language, intent), texts in chosen.texts.items() for text in texts}
    return Assembled(root, packed(root), frozenset(of_files | of_staff), chosen.number, chosen.left_out)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(
            source, target, ignore=lambda folder, names: {n for n in names if not (n.endswith(".yml") or Path(folder, n).is_dir())}
        )
    elif source.is_file():
        shutil.copyfile(source, target)


def _tested_sentences() -> Iterator[str]:
    for path in sorted(evaluation_folder().glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield from (form(text) for text in _texts(json.loads(line)))


def _texts(row: dict[str, Any]) -> Iterator[str]:
    if isinstance(row.get("text"), str):
        yield row["text"]
    for turn in row.get("turns") or []:
        yield str(turn.get("text", ""))

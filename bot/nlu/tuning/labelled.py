"""Messages of which we know what they mean: the lines of data/evaluation/dev.*.jsonl and test.*.jsonl."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.environment import ROOT
from bot.languages import LANGUAGES

FOLDER = ROOT / "data" / "evaluation"


@dataclass(frozen=True)
class Labelled:
    """One line of a development or test file."""

    text: str
    agency: str
    kind: str
    intent: str
    facets: tuple[str, ...]
    services: tuple[str, ...]
    decision: str
    language: str


def read_labelled(path: Path, language: str) -> list[Labelled]:
    """Read a file of labelled messages (JSON lines)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Labelled(r["text"], r["agency"], r["kind"], r["intent"], tuple(r["facets"]), tuple(r["services"]), r["decision"], language)
        for r in rows
    ]


def read_set(name: str, folder: Path = FOLDER) -> list[Labelled]:
    """The messages of one set ("dev" or "test") in every language."""
    return [row for language in LANGUAGES for row in read_labelled(folder / f"{name}.{language}.jsonl", language)]

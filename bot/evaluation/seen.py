"""Which evaluation messages are no test, because the same sentence stands in the training data or in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from ruamel.yaml import YAML

from bot.environment import ROOT
from bot.nlu.normalise import normalise
from bot.nlu.tuning.labelled import Labelled

_ENDS = " ?!.。、？！"


def form(text: str) -> str:
    """The form in which sentences are compared: normalised, without marks at the ends."""
    return normalise(text).strip(_ENDS)


def training_sentences(folder: Path = ROOT / "data" / "nlu") -> set[str]:
    """Every example of the Rasa NLU files of a folder."""
    reader = YAML(typ="safe", pure=True)
    found: set[str] = set()
    for path in sorted(folder.rglob("*.yml")):
        for block in (reader.load(path.read_text(encoding="utf-8")) or {}).get("nlu") or []:
            lines = (line.strip() for line in str(block.get("examples", "")).splitlines())
            found.update(form(line[2:]) for line in lines if line.startswith("- "))
    return found


def catalogue_phrases(agencies: Iterable[str]) -> set[str]:
    """Every name, example and text that the agencies' indexes hold."""
    from bot.nlu.knowledge.index import index_of

    return {form(phrase.text) for agency in agencies for phrase in index_of(agency).phrases}


def number_seen(rows: Iterable[Labelled], sentences: Collection[str]) -> dict[str, int]:
    """By language: how many of the messages are among the sentences; 0 is counted too."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.language] = found.get(row.language, 0) + (form(row.text) in sentences)
    return found

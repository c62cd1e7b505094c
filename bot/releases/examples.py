"""The examples of training data, read from the files of a folder or of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from bot.releases.staff_examples import FOLDER


class Example(NamedTuple):
    """One sentence with its intent; `agency` is empty where it comes from the files."""

    intent: str
    text: str
    agency: str


def examples_of(root: Path) -> set[Example]:
    """Every example of the NLU files below a folder."""
    return {example for path in sorted(root.rglob("*.yml")) for example in _of_file(path)}


def _of_file(path: Path) -> Iterator[Example]:
    # The name of a staff file is <agency>.<language>.yml.
    agency = path.name.split(".")[0] if path.parent.name == FOLDER else ""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    for block in content.get("nlu") or []:
        for text in _texts(block.get("examples")):
            yield Example(str(block.get("intent", "")), text, agency)


def _texts(examples: Any) -> Iterator[str]:
    """Both forms: one text with a line an example, or a list of texts with notes about each."""
    if isinstance(examples, list):
        yield from (str(example["text"]).strip() for example in examples if isinstance(example, dict) and example.get("text"))
        return
    for line in str(examples or "").splitlines():
        if line.strip().startswith("- "):
            yield line.strip()[2:].strip()

"""What the linker learns from must not be what it is measured on."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from bot.catalogue.content_files import read
from bot.environment import ROOT


def bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def evaluated() -> set[str]:
    lines = [
        json.loads(line) for path in (ROOT / "data/evaluation").glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {bare(turn["text"]) for line in lines for turn in line.get("turns", [line])}


def phrases() -> Iterator[str]:
    for path in (ROOT / "data/catalogue").glob("*/*.yml"):
        document: dict[str, Any] = read(path, ROOT / "data").data
        yield from (example for examples in document.get("examples", {}).values() for example in examples)
    for path in (ROOT / "data/faq").rglob("*.yml"):
        for entry in read(path, ROOT / "data").data["faq"]:
            yield from (variant for variants in entry.get("variants", {}).values() for variant in variants)


def test_no_example_is_a_sentence_of_the_evaluation() -> None:
    sentences = evaluated()

    assert sentences
    assert [phrase for phrase in phrases() if bare(phrase) in sentences] == []

"""The questions that staff gave an intent, as a training can use them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.evaluation.seen import form
from bot.nlu.normalise import without_halves
from bot.questions.models import TrainingExample

FOLDER = "staff"
# Brackets and braces mark entities in Rasa's examples, a backslash begins an escape; none of them says anything about an intent.
_MARKS = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "\\": " "})
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass
class Chosen:
    """The usable examples by agency, language and intent; how many were left out, by the reason."""

    texts: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=lambda: {"tested": 0, "known": 0, "unknown_intent": 0, "contradicting": 0, "empty": 0})

    @property
    def number(self) -> int:
        """How many are used."""
        return sum(len(texts) for texts in self.texts.values())


def cleaned(text: str) -> str:
    """The text as one line that neither YAML nor Rasa reads as anything but words."""
    line = " ".join(_UNPRINTABLE.sub(" ", without_halves(text).translate(_MARKS)).split())
    return line.lstrip("-/ ")


def choose(examples: Iterable[TrainingExample], tested: Collection[str], known: Mapping[str, str], intents: Collection[str]) -> Chosen:
    """Those that a training may use, the newest first where two contradict each other.

    `tested`: sentences of the evaluation, which would be no test any more; `known`: sentences of the files with their intents.
    """
    chosen = Chosen()
    seen: dict[str, str] = {}
    for example in sorted(examples, key=lambda one: (one.created, one.pk), reverse=True):
        text = cleaned(example.text)
        key = form(text)
        reason = None
        if not key or not any(sign.isalnum() for sign in key):
            reason = "empty"
        elif example.intent not in intents:
            reason = "unknown_intent"
        elif key in tested:
            reason = "tested"
        elif key in known or key in seen:
            reason = "known" if (known.get(key) or seen.get(key)) == example.intent else "contradicting"
        if reason is not None:
            chosen.left_out[reason] += 1
            continue
        seen[key] = example.intent
        chosen.texts.setdefault((example.agency.key, example.language, example.intent), []).append(text)
    return chosen


def write(chosen: Chosen, folder: Path) -> None:
    """Write a Rasa NLU file for each agency and language; sorted, so that the same examples make the same bytes."""
    files: dict[tuple[str, str], list[dict[str, object]]] = {}
    for (agency, language, intent), texts in sorted(chosen.texts.items()):
        block = "".join(f"- {text}\n" for text in sorted(texts))
        files.setdefault((agency, language), []).append({"intent": intent, "examples": LiteralScalarString(block)})
    writer = YAML()
    writer.width = 10_000
    for (agency, language), blocks in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{agency}.{language}.yml").open("w", encoding="utf-8") as file:
            writer.dump({"version": "3.1", "nlu": blocks}, file)

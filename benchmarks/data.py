"""The training files and the test sentences, the same for both systems."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.settings import Settings
from bot.environment import ROOT
from bot.nlu.normalise import is_japanese, normalise
from bot.nlu.tokenizer import BilingualTokenizer
from bot.nlu.tuning.labelled import Labelled, read_set

_EXAMPLE = re.compile(r"^(\s+- )(.+)$")
_SPACES_BETWEEN_ALL = re.compile(r"\s+")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Sentences:
    """Test messages for each purpose; no text comes twice, so that no cache helps."""

    warm_up: list[Labelled]
    timed: list[Labelled]
    stages: list[Labelled]
    accuracy: list[Labelled]

    def as_json(self, *, spaced_out: bool) -> dict[str, list[dict[str, Any]]]:
        """For the measuring process; `spaced_out` puts spaces between Japanese words."""

        def rows(chosen: Sequence[Labelled]) -> list[dict[str, Any]]:
            return [asdict(row) | {"text": spaced(row.text) if spaced_out else row.text} for row in chosen]

        return {name: rows(getattr(self, name)) for name in ("warm_up", "timed", "stages", "accuracy")}


def evenly(items: Sequence[Item], most: int | None) -> list[Item]:
    """At most `most` of the items, evenly spread: the files are ordered by subject."""
    if most is None or most >= len(items):
        return list(items)
    return [items[i * len(items) // most] for i in range(most)]


def spaced(text: str) -> str:
    """Japanese text with a space between any two words of SudachiPy; other text as it is."""
    if not is_japanese(text):
        return text
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message

    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    return _SPACES_BETWEEN_ALL.sub(" ", " ".join(token.text for token in tokenizer.tokenize(Message({TEXT: text}), TEXT)))


def write_training_files(folder: Path, most: int | None, *, spaced_out: bool) -> int:
    """Copy data/nlu with at most `most` examples of each block (one intent in one language); gives how many examples that are."""
    number = 0
    for source in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        target = folder / source.relative_to(ROOT / "data" / "nlu")
        target.parent.mkdir(parents=True, exist_ok=True)
        lines: list[str] = []
        block: list[tuple[str, str]] = []

        def end_block(lines: list[str] = lines, block: list[tuple[str, str]] = block) -> int:
            chosen = evenly(block, most)
            lines.extend(start + (spaced(text) if spaced_out else text) for start, text in chosen)
            block.clear()
            return len(chosen)

        for line in source.read_text(encoding="utf-8").splitlines():
            if found := _EXAMPLE.match(line):
                block.append((found.group(1), found.group(2)))
            else:
                number += end_block()
                lines.append(line)
        number += end_block()
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number


def dialogue_files() -> list[Path]:
    """Rules and, if there are any, stories."""
    return [path for name in ("rules.yml", "stories.yml", "rules", "stories") if (path := ROOT / "data" / name).exists()]


def choose_sentences(settings: Settings) -> Sentences:
    """The same sentences at every run, both languages in equal parts, mixed; the warm-up reaches every agency."""
    rows = read_set("test")
    unique = list({normalise(row.text): row for row in rows if normalise(row.text)}.values())
    languages = sorted({row.language for row in unique})
    wanted = -(-(settings.warm_up + settings.sentences + settings.stage_sentences) // len(languages))
    chosen = [row for language in languages for row in evenly([r for r in unique if r.language == language], wanted)]
    random.Random(7).shuffle(chosen)
    # The first message to an agency builds its index; no citizen waits for that in a running installation.
    first = list({row.agency: row for row in chosen}.values())
    others = [row for row in chosen if row not in first]
    warm_up = [*first, *others][: max(settings.warm_up, len(first))]
    rest = [row for row in chosen if row not in warm_up]
    accuracy = [row for language in languages for row in evenly([r for r in rows if r.language == language], settings.test_messages)]
    timed, stages = rest[: settings.sentences], rest[settings.sentences : settings.sentences + settings.stage_sentences]
    return Sentences(warm_up, timed, stages, accuracy)

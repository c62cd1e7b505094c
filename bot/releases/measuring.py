"""Tests a new model and the one that answers now in the same way and on the same day. Only a training's process loads this: it brings
Rasa along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue.models import Agency
from bot.evaluation.run import ask_assistant
from bot.ops.console_dialogue import ConsoleDialogue
from bot.pipeline.database import in_database
from bot.releases.evaluation import figures, read_tests
from bot.releases.replay import Asked, Said, last_questions, replay

# The stage's name, and how far it is from 0 to 1.
Show = Callable[[str, float], None]


@dataclass(frozen=True)
class Measured:
    """Both models' figures and answers; without an earlier model there is nothing to compare."""

    evaluation: dict[str, Any]
    evaluation_before: dict[str, Any] | None
    questions: list[Asked]
    said: list[Said]
    said_before: list[Said] | None


async def measure(model: Path, before: Path | None, tests: Path, actions_url: str, show: Show) -> Measured:
    """Test both models on the messages and dialogues of a folder, then ask both what citizens asked last."""
    show("loading", 0.0)
    assistants = [await ConsoleDialogue.load(actions_url, path) for path in (model, before) if path is not None]
    known = await in_database(lambda: set(Agency.objects.values_list("key", flat=True)))
    rows, dialogues = read_tests(tests, known)
    evaluations = []
    for number, assistant in enumerate(assistants):
        progress = _part("evaluating", number, len(assistants), show)
        outcomes, turns = await ask_assistant(assistant, rows, dialogues, progress)
        evaluations.append(figures(outcomes, turns))
    questions = await in_database(last_questions)
    said = [await replay(one, questions, _part("replaying", n, len(assistants), show)) for n, one in enumerate(assistants)]
    both = len(assistants) > 1
    return Measured(evaluations[0], evaluations[1] if both else None, questions, said[0], said[1] if both else None)


def _part(stage: str, number: int, parts: int, show: Show) -> Callable[[float, str], None]:
    return lambda fraction, _text: show(stage, (number + fraction) / parts)

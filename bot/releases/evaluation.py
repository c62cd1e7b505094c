"""The figures of a release that staff see: what was right, by language, and the sentences behind what was not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.dialogues import Dialogue, Turn, dialogue_figures, read_dialogues
from bot.evaluation.figures import intent_table, message_figures, worst_confusions
from bot.evaluation.metrics import counts_by_label
from bot.evaluation.outcome import Outcome
from bot.languages import LANGUAGES
from bot.nlu.tuning.labelled import Labelled, read_labelled

_SENTENCES = 50


def read_tests(folder: Path, agencies: Collection[str]) -> tuple[list[Labelled], list[Dialogue]]:
    """The test messages and dialogues about agencies that this installation has."""
    rows: list[Labelled] = []
    dialogues: list[Dialogue] = []
    for language in LANGUAGES:
        if (path := folder / f"test.{language}.jsonl").is_file():
            rows += [row for row in read_labelled(path, language) if row.agency in agencies]
        if (path := folder / f"dialogues.{language}.jsonl").is_file():
            dialogues += [dialogue for dialogue in read_dialogues(path, language) if dialogue.agency in agencies]
    return rows, dialogues


def figures(outcomes: Sequence[Outcome], turns: Sequence[Turn]) -> dict[str, Any]:
    """By language; shares have four places."""
    languages = sorted({o.row.language for o in outcomes} | {t.outcome.row.language for t in turns})
    return {
        language: _of_language(
            [o for o in outcomes if o.row.language == language], [t for t in turns if t.outcome.row.language == language]
        )
        for language in languages
    }


def _of_language(outcomes: Sequence[Outcome], turns: Sequence[Turn]) -> dict[str, Any]:
    all_figures = message_figures(outcomes)
    dialogues = dialogue_figures(turns) if turns else {}
    found: dict[str, Any] = {
        "messages": len(outcomes),
        "right": all_figures["right"],
        "wrong_answers": all_figures["wrong_answers"],
        "intent_f1": _mean_f1({label: row["f1"] for label, row in intent_table(outcomes).items() if row["support"]}),
        "service_f1": _service_f1(outcomes),
        "out_of_scope_recall": all_figures["out_of_scope_recall"],
        "out_of_scope": sum(o.row.kind == "oos" for o in outcomes),
        "dialogues": dialogues.get("dialogues", 0),
        "dialogues_right": dialogues.get("dialogue_right"),
        "turns_right": dialogues.get("turn_right"),
    }
    found = {name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()}
    found["confusions"] = worst_confusions(outcomes, sentences=_SENTENCES)
    found["wrong_turns"] = [
        {
            "dialogue": t.dialogue,
            "turn": t.number,
            "text": t.outcome.row.text,
            "expected": t.outcome.row.decision,
            "decided": t.outcome.decision,
        }
        for t in turns
        if not t.right
    ]
    return found


def _service_f1(outcomes: Sequence[Outcome]) -> float | None:
    """Over the services that are asked for; any of the right ones counts as the one expected."""
    asked = [o for o in outcomes if o.row.kind == "service" and o.row.decision == "answer" and o.row.services]
    expected = [[str(o.service) if o.service_right else o.row.services[0]] for o in asked]
    counts = counts_by_label(expected, [[o.service] if o.service else [] for o in asked])
    return _mean_f1({label: c.f1 for label, c in counts.items() if c.support})


def _mean_f1(values: dict[str, Any]) -> float | None:
    """The mean over the labels; one that was never right counts as 0."""
    return sum(value or 0.0 for value in values.values()) / len(values) if values else None

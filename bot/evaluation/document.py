"""The whole result of an evaluation as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.evaluation.dialogues import Turn, dialogue_figures
from bot.evaluation.figures import calibration, facet_table, intent_table, message_figures, service_table, worst_confusions
from bot.evaluation.outcome import Outcome


def document(
    outcomes: Sequence[Outcome], turns: Sequence[Turn], *, data: str, model: str, date: str, seen: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """All figures, by language.

    `data` names the set of messages, `model` is the fingerprint of the model, `seen` says how many messages are no test.
    """
    languages = sorted({o.row.language for o in outcomes})
    return {
        "data": data,
        "model": model,
        "date": date,
        "seen": {where: dict(numbers) for where, numbers in seen.items()},
        "languages": {
            language: _language(
                [o for o in outcomes if o.row.language == language], [t for t in turns if t.outcome.row.language == language]
            )
            for language in languages
        },
    }


def _language(outcomes: Sequence[Outcome], turns: Sequence[Turn]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "messages": message_figures(outcomes),
        "dialogues": dialogue_figures(turns) if turns else {},
        "intents": intent_table(outcomes),
        "facets": facet_table(outcomes),
        "services": service_table(outcomes),
        "calibration": calibration(outcomes),
        "confusions": worst_confusions(outcomes),
        "wrong_answers": [_mistake(o) for o in outcomes if o.wrong_answer],
        "wrong_turns": [
            {"dialogue": t.dialogue, "turn": t.number, "follow_up": t.follow_up, **_mistake(t.outcome)} for t in turns if not t.right
        ],
    }
    rounded: dict[str, Any] = _rounded(found)
    return rounded


def _mistake(outcome: Outcome) -> dict[str, Any]:
    row = outcome.row
    return {
        "text": row.text,
        "agency": row.agency,
        "expected": _short(row.kind, row.decision, row.services, row.facets),
        "decided": _short(outcome.kind, outcome.decision, outcome.services, outcome.facets),
        "confidence": outcome.confidence,
    }


def _short(kind: str, decision: str, services: Sequence[str], facets: Sequence[str]) -> str:
    subject = " ".join(part for part in (" / ".join(services), "+".join(facets)) if part)
    return f"{kind}, {decision}" + (f": {subject}" if subject else "")


def _rounded(value: Any) -> Any:
    """Figures to four places: more would only make noise in the comparison of two reports."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def as_json(found: dict[str, Any]) -> str:
    """The text of report.json."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

"""The headline figures, and how they stand against an earlier report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# A figure may fall by a point before `--check` fails: a hundredth, whichever way is down.
TOLERANCE = 0.01


@dataclass(frozen=True)
class Headline:
    """A figure that must not get worse."""

    section: str
    name: str
    title: str
    more_is_better: bool = True


HEADLINES = (
    Headline("messages", "right", "Right as a whole"),
    Headline("messages", "wrong_answers", "Wrong answers", more_is_better=False),
    Headline("messages", "intent", "Intent, as decided"),
    Headline("messages", "intent_of_classifier", "Intent, classifier alone"),
    Headline("messages", "kind", "Kind"),
    Headline("messages", "decision", "Decision"),
    Headline("messages", "service", "Service"),
    Headline("messages", "service_of_ranker", "Service, ranker alone"),
    Headline("messages", "facets", "Facets, exactly"),
    Headline("messages", "main_facet", "Main facet"),
    Headline("messages", "service_and_facets", "Service and facets together"),
    Headline("messages", "out_of_scope_recall", "Out of scope, recall"),
    Headline("messages", "out_of_scope_precision", "Out of scope, precision"),
    Headline("messages", "calibration_error_of_intent", "Calibration error, intent", more_is_better=False),
    Headline("messages", "calibration_error_of_confidence", "Calibration error, stated confidence", more_is_better=False),
    Headline("dialogues", "turn_right", "Dialogue turns right"),
    Headline("dialogues", "follow_up_right", "Follow-ups right"),
)


def figure(document: Mapping[str, Any], language: str, headline: Headline) -> float | None:
    """A headline figure of a report, None where that report has none."""
    found = document.get("languages", {}).get(language, {}).get(headline.section, {}).get(headline.name)
    return None if found is None else float(found)


def differences(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """By language and name: how much each headline figure that both reports have has risen."""
    return {
        language: {
            headline.name: round(new - old, 4)
            for headline in HEADLINES
            if (new := figure(now, language, headline)) is not None and (old := figure(before, language, headline)) is not None
        }
        for language in now["languages"]
    }


def fallen(difference: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each headline figure that got worse by more than the tolerance."""
    return [
        f"{language}: {headline.title} {change * 100:+.1f} points"
        for language, changes in difference.items()
        for headline in HEADLINES
        if (change := changes.get(headline.name)) is not None and (-change if headline.more_is_better else change) > TOLERANCE + 1e-9
    ]

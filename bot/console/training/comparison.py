"""The figures of a release beside those of what answered at that time, each with a word on what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot.console.training.wording import LANGUAGES
from bot.releases.models import Release

# Differences that one message among hundreds makes are none; nor those that one makes among fewer.
_NOTICED = 0.002
_ONE = 1.5


@dataclass(frozen=True)
class Figure:
    """One of the shares that a release was measured by."""

    name: str
    label: Any
    about: Any
    more_is_better: bool = True
    asked: str = ""
    """The name of the number of questions that it is a share of, where it is one."""


FIGURES = (
    Figure("right", gettext_lazy("Right all in all"), gettext_lazy("Test questions that were answered as a citizen would call right.")),
    Figure("wrong_answers", gettext_lazy("Wrong answers"), gettext_lazy("Test questions that got the answer to another question."), False),
    Figure("intent_f1", gettext_lazy("Wish recognised"), gettext_lazy("How well it sees what a citizen wants, every wish alike (F1).")),
    Figure("service_f1", gettext_lazy("Service found"), gettext_lazy("How well it finds the service meant, every service alike (F1).")),
    Figure(
        "out_of_scope_recall",
        gettext_lazy("Off-topic questions refused"),
        gettext_lazy("Questions that are none of the agency's business."),
        asked="out_of_scope",
    ),
    Figure("dialogues_right", gettext_lazy("Conversations right"), gettext_lazy("Test conversations in which every answer was right.")),
)
_MARKS = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "same": gettext_lazy("about the same"),
}


@dataclass(frozen=True)
class Cell:
    """One figure in one language."""

    language: Any
    now: str
    before: str
    change: str
    mark: str

    @property
    def words(self) -> str:
        """What the change means."""
        return str(_MARKS.get(self.mark, ""))


@dataclass(frozen=True)
class Row:
    """One figure in each language."""

    figure: Figure
    cells: list[Cell]


def languages_of(release: Release) -> list[str]:
    """The languages in which it was tested."""
    return [language for language in LANGUAGES if release.evaluation.get(language)]


def rows(release: Release) -> list[Row]:
    """Every figure beside what it was before."""
    return compared(release.evaluation, release.evaluation_before or {}, languages_of(release))


def compared(now: Mapping[str, Any], before: Mapping[str, Any], languages: list[str]) -> list[Row]:
    """The same of any two evaluations."""

    def cells(figure: Figure) -> list[Cell]:
        return [_cell(figure, language, now.get(language, {}), before.get(language, {})) for language in languages]

    return [Row(figure, cells(figure)) for figure in FIGURES]


def summary(release: Release) -> tuple[int, int]:
    """How many figures are better and how many worse than before."""
    marks = [cell.mark for row in rows(release) for cell in row.cells]
    return marks.count("better"), marks.count("worse")


def percent(share: float | None) -> str:
    """A share in per cent with one decimal; a dash when there was nothing to measure."""
    return "–" if share is None else f"{number_format(round(share * 100, 1), 1)}%"


def _cell(figure: Figure, language: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> Cell:
    value, old, spoken = now.get(figure.name), before.get(figure.name), LANGUAGES[language]
    if value is None or old is None:
        return Cell(spoken, percent(value), percent(old), "", "")
    change = value - old
    asked = now.get(figure.asked) or 0
    if abs(change) < max(_NOTICED, _ONE / asked if asked else 0.0):
        return Cell(spoken, percent(value), percent(old), "", "same")
    mark = "better" if (change > 0) == figure.more_is_better else "worse"
    points = number_format(abs(round(change * 100, 1)), 1)
    sign = "+" if change > 0 else "−"
    return Cell(spoken, percent(value), percent(old), _("%(change)s points") % {"change": f"{sign}{points}"}, mark)

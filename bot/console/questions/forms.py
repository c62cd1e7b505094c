"""What somebody wants to see of the inbox, a new FAQ, and the inbox's settings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bot.console.needed_later import LaterField
from bot.nlu.normalise import normalise
from bot.questions.models import InboxSettings, QuestionGroup, Reason
from bot.questions.problems import UnusableWording
from bot.questions.queue import Wanted
from bot.questions.wording import usable_wording

_LANGUAGES = (("id", "Bahasa Indonesia"), ("ja", "日本語"))
_WEEKS = 12
FILTERS = ("q", "language", "reason", "week", "state")


def this_week() -> dt.date:
    """The Monday of this week on the agency's clock."""
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday())


def _weeks() -> list[tuple[str, Any]]:
    monday = this_week()
    mondays = [monday - dt.timedelta(weeks=number) for number in range(_WEEKS)]
    since = [(day.isoformat(), gettext("Week from %(day)s") % {"day": formats.date_format(day, "DATE_FORMAT")}) for day in mondays[2:]]
    return [("", _("All weeks")), (monday.isoformat(), _("This week")), (mondays[1].isoformat(), _("Last week")), *since]


class FilterForm(forms.Form):
    """Search, language, reason, week and state; each may be left out."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False, widget=forms.TextInput({"type": "search", "data-key": "/"}))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("All languages")), *_LANGUAGES], required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("All reasons")), *Reason.choices], required=False)
    week = forms.ChoiceField(label=_("Week"), choices=_weeks, required=False)
    state = forms.ChoiceField(label=_("State"), choices=QuestionGroup.State.choices, required=False)

    def wanted(self) -> Wanted:
        """What was chosen; a value that cannot be used counts as none."""
        self.full_clean()
        chosen = self.cleaned_data if self.is_bound else {}
        return Wanted(
            state=chosen.get("state") or QuestionGroup.State.OPEN,
            language=chosen.get("language") or "",
            reason=chosen.get("reason") or "",
            week=dt.date.fromisoformat(chosen["week"]) if chosen.get("week") else None,
            words=chosen.get("q") or "",
        )


class NewFaqForm(forms.Form):
    """A question and its answer, in both languages; the one that is missing can be written later."""

    question_id = LaterField(label=_("Question in Indonesian"), max_length=300, required=False)
    question_ja = LaterField(label=_("Question in Japanese"), max_length=300, required=False)
    wordings = forms.CharField(
        label=_("How citizens asked it, one a line"),
        max_length=4000,
        required=False,
        help_text=_("The assistant learns these. Take out names and whatever else concerns one person only."),
        widget=forms.Textarea({"rows": 3}),
    )
    answer_id = LaterField(label=_("Answer in Indonesian"), max_length=4000, required=False, widget=forms.Textarea({"lang": "id"}))
    answer_ja = LaterField(label=_("Answer in Japanese"), max_length=4000, required=False, widget=forms.Textarea({"lang": "ja"}))

    key = forms.CharField(
        label=_("Short name"), max_length=40, help_text=_("Lower-case letters, digits and hyphens, for example opening-hours.")
    )

    def clean_wordings(self) -> list[str]:
        """The lines, each once, that can be kept."""
        lines = [line for line in self.cleaned_data["wordings"].splitlines() if line.strip()]
        try:
            return list(dict.fromkeys(usable_wording(line) for line in lines))
        except UnusableWording as problem:
            raise forms.ValidationError(str(problem.sentence)) from problem

    def clean(self) -> dict[str, Any]:
        """A question in one language at least."""
        given = super().clean() or {}
        if not given.get("question_id") and not given.get("question_ja"):
            self.add_error("question_id", _("Write the question in one language at least."))
        return given

    def values(self, asked_in: str) -> dict[str, Any]:
        """As a draft of an FAQ has them; the wordings are in the language in which citizens asked."""
        given = self.cleaned_data
        texts = {field: {language: given[f"{field}_{language}"].strip() for language in ("id", "ja")} for field in ("question", "answer")}
        question = normalise(texts["question"][asked_in])
        return {**texts, "variants": {asked_in: [line for line in given["wordings"] if normalise(line) != question]}}


class SettingsForm(forms.Form):
    """When an answer counts as unsure, and how long questions are kept."""

    unsure_below = forms.IntegerField(
        label=_("An answer is unsure below (per cent)"),
        min_value=0,
        max_value=100,
        help_text=_("Answers of which the assistant was less sure than this come into the inbox. 0: none of them."),
    )
    keep_days = forms.IntegerField(
        label=_("Days for which questions are kept"),
        min_value=7,
        max_value=730,
        help_text=_("Questions on which nobody has decided are deleted that many days after they were last asked."),
    )

    @staticmethod
    def initial_of(settings: InboxSettings) -> dict[str, int]:
        """The values as they are."""
        return {"unsure_below": round(settings.unsure_below * 100), "keep_days": settings.keep_days}

"""A training, the settings, and which differing answers somebody wants to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.releases.models import ReleaseSettings
from bot.releases.release_settings import EVERY_DAY
from bot.releases.trials import LONGEST

DAYS = (
    (EVERY_DAY, _("Every day")),
    *enumerate((_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))),
)
KINDS = (
    ("decision", _("Decided otherwise")),
    ("topic", _("Another subject")),
    ("words", _("Other words only")),
)


class TrainForm(forms.Form):
    """A note that helps to tell the release from others."""

    note = forms.CharField(
        label=_("What is new"), max_length=200, required=False, help_text=_("For example: twenty questions about passports added.")
    )


class SettingsForm(forms.Form):
    """When to train, and when to go back."""

    scheduled = forms.BooleanField(
        label=_("Train by itself"), required=False, help_text=_("Only if there is something new to learn. A person still decides.")
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=DAYS, coerce=int)
    hour = forms.TypedChoiceField(
        label=_("Hour"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("On your agency's clock. Choose a quiet hour."),
    )
    returns = forms.BooleanField(
        label=_("Go back by itself"),
        required=False,
        help_text=_("If the new release refuses too many questions within an hour, the one before answers again."),
    )
    least_turns = forms.IntegerField(
        label=_("Questions at least"), min_value=5, max_value=10_000, help_text=_("With fewer questions nothing is decided.")
    )
    points = forms.IntegerField(
        label=_("Percentage points more than before"),
        min_value=1,
        max_value=100,
        help_text=_("For example: before, 10 of 100 questions were refused; with 15 more than 25 of 100 are too many."),
    )

    @staticmethod
    def initial_of(settings: ReleaseSettings) -> dict[str, Any]:
        """The values as they are."""
        return {name: getattr(settings, name) for name in ("scheduled", "weekday", "hour", "returns", "least_turns", "points")}


class TrialForm(forms.Form):
    """A question as a citizen would write it."""

    question = forms.CharField(
        label=_("Question"),
        max_length=LONGEST,
        help_text=_("As a citizen would write it. Nothing of it is kept; numbers of persons are taken out."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class DifferingForm(forms.Form):
    """What changed about the answer."""

    kind = forms.ChoiceField(label=_("What changed"), choices=[("", _("Everything")), *KINDS], required=False)

"""Which days somebody wants to see."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.analytics.periods import LONGEST, Period, last_days, month_of

DEFAULT = "30"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class PeriodForm(forms.Form):
    """The last days, a month, or from one day to another."""

    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[
            ("7", _("The last 7 days")),
            ("30", _("The last 30 days")),
            ("90", _("The last 90 days")),
            ("month", _("A month")),
            ("between", _("From one day to another")),
        ],
    )
    month = forms.CharField(
        label=_("Month"), required=False, max_length=7, widget=forms.TextInput({"type": "month", "placeholder": "2026-01"})
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, today: dt.date) -> None:
        filled = {
            "period": DEFAULT,
            "month": f"{today:%Y-%m}",
            "since": f"{last_days(30, today).first:%Y-%m-%d}",
            "until": f"{today:%Y-%m-%d}",
            **{name: value for name, value in data.items() if value},
        }
        super().__init__(filled)
        self.today = today
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, forms.DateField)
            # A date field of a browser sends this form in every language.
            field.input_formats = ["%Y-%m-%d"]

    def clean_month(self) -> Period:
        """The month that was written as a year and a number."""
        found = _MONTH.fullmatch(self.cleaned_data["month"])
        try:
            if found is None:
                raise ValueError
            return month_of(dt.date(int(found[1]), int(found[2]), 1))
        except ValueError as error:
            raise forms.ValidationError(_("Write the month like this: 2026-01.")) from error

    def clean(self) -> dict[str, Any]:
        """Refuse days that are turned round or too many."""
        asked = super().clean() or self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        if asked.get("period") == "between" and since and until:
            if until < since:
                self.add_error("until", _("This day lies before the first one."))
            elif Period(since, until).length > LONGEST:
                self.add_error("until", _("Choose at most one year."))
        return asked

    def chosen(self) -> Period:
        """The days; the last 30 while something is typed wrongly. What lies outside of the chosen kind does not matter."""
        kind = self.data["period"]
        self.full_clean()
        asked = self.cleaned_data
        if kind == "month" and isinstance(asked.get("month"), Period):
            month: Period = asked["month"]
            return month
        if kind == "between" and asked.get("since") and asked.get("until"):
            return Period(asked["since"], asked["until"])
        return last_days(int(kind) if kind in ("7", "30", "90") else int(DEFAULT), self.today)

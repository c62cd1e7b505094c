"""What part of the record somebody wants to see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bot.staff.audit import action_words
from bot.staff.models import AuditEntry


class FilterForm(forms.Form):
    """Who, what, and between which days; each may be left out."""

    who = forms.CharField(label=_("Who"), max_length=100, required=False, help_text=_("A part of the name or e-mail."))
    what = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, entries: QuerySet[AuditEntry], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        actions = entries.order_by("action").values_list("action", flat=True).distinct()
        words = sorted(((action, action_words(action)) for action in actions), key=lambda one: one[1])
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [("", _("Everything")), *words]
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, forms.DateField)
            # A date field of a browser sends this form in every language.
            field.input_formats = ["%Y-%m-%d"]

    def found(self) -> QuerySet[AuditEntry]:
        """The entries that fit, the newest first; all while something is typed wrongly."""
        if not self.is_valid():
            return self.entries
        asked, entries = self.cleaned_data, self.entries
        if asked["who"]:
            entries = entries.filter(Q(user_name__icontains=asked["who"]) | Q(user__username__icontains=asked["who"]))
        if asked["what"]:
            entries = entries.filter(action=asked["what"])
        if asked["since"]:
            entries = entries.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            entries = entries.filter(at__lt=_midnight(asked["until"] + dt.timedelta(days=1)))
        return entries


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))

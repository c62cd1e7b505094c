"""The small forms of the desk: looking for closed cases, passing on, closing, one's own duty."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models import Agency
from bot.desk.lists import Wanted
from bot.desk.models import Duty, Handoff, Unit
from bot.desk.words import OUTCOMES, STATES
from bot.languages import say
from bot.replies import Link
from bot.staff.context import name_of

LANGUAGE_NAMES = (("id", "Bahasa Indonesia"), ("ja", "日本語"))
# A channel cuts it into messages where a reader would pause.
LONGEST_REPLY = 12_000
_MOST_LINKS = 5


class ClosedForm(forms.Form):
    """Tag, outcome, operator and day; each may be left out."""

    tag = forms.CharField(label=_("Tag"), max_length=40, required=False, widget=forms.TextInput({"type": "search", "data-key": "/"}))
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    operator = forms.ChoiceField(label=_("Operator"), required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )

    def __init__(self, data: Any, agency: Agency) -> None:
        super().__init__(data)
        _choices(self, "outcome").choices = [
            ("", _("All outcomes")),
            *((str(key), label) for key, label in OUTCOMES.items()),
            (Handoff.State.LEFT.value, STATES[Handoff.State.LEFT]),
        ]
        served = User.objects.filter(handoffs__agency=agency).distinct().order_by("first_name", "username")
        _choices(self, "operator").choices = [("", _("All operators")), *((str(one.pk), name_of(one)) for one in served)]

    def wanted(self) -> Wanted:
        """What was chosen; a value that cannot be used counts as none."""
        if not self.is_bound:
            return Wanted()
        self.full_clean()
        given = self.cleaned_data
        operator = given.get("operator") or ""
        return Wanted(given.get("tag") or "", given.get("outcome") or "", int(operator) if operator else None, given.get("day"))


class CloseForm(forms.Form):
    """How a conversation ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"))
    settled = forms.CharField(
        label=_("What was settled"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One sentence for colleagues and for the assistant. The citizen does not see it."),
    )
    closing = forms.BooleanField(label=_("Say goodbye to the citizen"), required=False, initial=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="close-%s")
        _choices(self, "outcome").choices = [(str(key), label) for key, label in OUTCOMES.items()]


class DutyForm(forms.Form):
    """What somebody can serve."""

    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can write"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all languages."),
    )
    units = forms.MultipleChoiceField(
        label=_("Units"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all units.")
    )
    capacity = forms.IntegerField(
        label=_("Conversations at the same time"),
        min_value=1,
        max_value=50,
        help_text=_("While this many are being served, the bell stays silent, except in danger. More can always be taken over by hand."),
    )

    def __init__(self, data: Any, duty: Duty, language: str) -> None:
        chosen = [str(unit.pk) for unit in duty.units.all()] if duty.pk else []
        super().__init__(data, initial={"languages": duty.languages, "units": chosen, "capacity": duty.capacity})
        self._units = {str(unit.pk): unit for unit in Unit.objects.filter(agency=duty.agency)}
        _choices(self, "units").choices = [(number, say(unit.name, language) or unit.key) for number, unit in self._units.items()]
        if not self._units:
            del self.fields["units"]

    def chosen_units(self) -> list[Unit]:
        """The units that were chosen."""
        return [self._units[number] for number in self.cleaned_data.get("units", [])]


def links_in(titles: list[str], addresses: list[str]) -> tuple[Link, ...]:
    """The links that a reply carries.

    Raises:
        forms.ValidationError: one of them is not an https address, or there are too many.
    """
    found = []
    for title, address in zip(titles, addresses, strict=False):
        title, address = title.strip()[:80], address.strip()
        if not address:
            continue
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or len(address) > 500 or any(one.isspace() for one in address):
            raise forms.ValidationError(_("A link must begin with https:// and name a website."))
        found.append(Link(title or parts.hostname, address))
    if len(found) > _MOST_LINKS:
        raise forms.ValidationError(_("Send at most five links at once."))
    return tuple(found)


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field

"""A unit with its week and its special days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing.words import WEEKDAYS
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.console.desk.forms import LANGUAGE_NAMES
from bot.desk.facts import services_of
from bot.desk.models import Unit
from bot.desk.units import DayOff, Stretch
from bot.languages import say

_STRETCHES = 2
_EMPTY_DAYS = 3


def _time() -> forms.TimeField:
    return forms.TimeField(required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class UnitForm(forms.Form):
    """What a unit is called, what it serves, and when."""

    key = forms.CharField(
        label=_("Short name"),
        max_length=40,
        validators=[KEY_VALIDATOR],
        help_text=_("Lower-case letters, digits and hyphens, for example civil-registry."),
    )
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=120)
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=120)
    languages = forms.MultipleChoiceField(
        label=_("Languages that its people speak"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all languages."),
    )
    services = forms.MultipleChoiceField(
        label=_("Services that it knows"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "many"}),
        help_text=_("None chosen: all services."),
    )
    office = forms.ChoiceField(
        label=_("Hours of this office"), required=False, help_text=_("Used as long as no hours of its own are written below.")
    )
    closed_on_public_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False, initial=True)
    overflow_to = forms.ChoiceField(label=_("Unit that helps when it takes long"), required=False)
    overflow_after = forms.IntegerField(label=_("It helps after so many minutes of waiting"), min_value=1, max_value=1440, initial=15)

    def __init__(self, data: Any, unit: Unit, language: str) -> None:
        super().__init__(data, initial=_initial(unit))
        self.unit = unit
        offices = list(unit.agency.offices.order_by("key"))
        self.offices = {str(one.pk): one for one in offices}
        self.others = {str(one.pk): one for one in Unit.objects.filter(agency=unit.agency).exclude(pk=unit.pk)}
        known = services_of(unit.agency.key, language)
        gone = [(key, key) for key in unit.services if key not in dict(known)]
        self._offer("services", [*known, *gone])
        self._offer("office", [("", "–"), *((pk, say(one.name, language) or one.key) for pk, one in self.offices.items())])
        elsewhere = Unit.objects.filter(agency__desk_settings__enabled=True).exclude(agency=unit.agency).select_related("agency")
        self.elsewhere = {str(one.pk): one for one in elsewhere.order_by("agency__key", "position", "key")}
        own = [(pk, say(one.name, language) or one.key) for pk, one in self.others.items()]
        helping = [(pk, f"{say(one.agency.name, language)}: {say(one.name, language) or one.key}") for pk, one in self.elsewhere.items()]
        self._offer("overflow_to", [("", "–"), *own, *helping])
        stretches: dict[int, list[Any]] = {}
        for row in unit.hours.all() if unit.pk else ():
            stretches.setdefault(row.weekday, []).append(row)
        for weekday in range(7):
            for number in range(_STRETCHES):
                row = (stretches.get(weekday, [])[number : number + 1] or [None])[0]
                for end in ("opens", "closes"):
                    self.fields[f"d{weekday}_{number}_{end}"] = _time()
                    self.initial[f"d{weekday}_{number}_{end}"] = getattr(row, end) if row else None
        for weekday, label in enumerate(WEEKDAYS):
            for number in range(_STRETCHES):
                for end, word in (("opens", _("opens")), ("closes", _("closes"))):
                    aria = f"{label}, {number + 1}: {word}"
                    self.fields[f"d{weekday}_{number}_{end}"].widget.attrs["aria-label"] = aria
        self.days = DayFormSet(data, initial=_days(unit), prefix="days")

    def is_valid(self) -> bool:
        """Also the special days."""
        return all([super().is_valid(), self.days.is_valid()])

    def clean_key(self) -> str:
        """A name that no other unit of the agency has."""
        key: str = self.cleaned_data["key"]
        if any(one.key == key for one in self.others.values()):
            raise forms.ValidationError(_("Another unit has this short name."))
        return key

    def clean(self) -> dict[str, Any]:
        """Each stretch has both ends, in their order, and begins after the one before."""
        given = super().clean() or {}
        for weekday in range(7):
            end_before: dt.time | None = None
            for number in range(_STRETCHES):
                name = f"d{weekday}_{number}"
                opens, closes = given.get(f"{name}_opens"), given.get(f"{name}_closes")
                if (opens is None) != (closes is None):
                    self.add_error(f"{name}_opens", _("Write both times, or neither."))
                elif opens and closes and (opens >= closes or (end_before and opens < end_before)):
                    self.add_error(f"{name}_opens", _("The times must follow one another."))
                end_before = closes or end_before
        return given

    def week(self) -> list[dict[str, Any]]:
        """Each weekday with the fields of its stretches."""
        return [
            {
                "label": label,
                "pairs": [(self[f"d{weekday}_{number}_opens"], self[f"d{weekday}_{number}_closes"]) for number in range(_STRETCHES)],
                "errors": [error for number in range(_STRETCHES) for error in self[f"d{weekday}_{number}_opens"].errors],
            }
            for weekday, label in enumerate(WEEKDAYS)
        ]

    def plain_fields(self) -> list[Any]:
        """The fields above the week."""
        return [self[name] for name in self.base_fields]

    def filled(self) -> tuple[Unit, list[Stretch], list[DayOff]]:
        """The unit as it was written, with its hours and days."""
        given, unit = self.cleaned_data, self.unit
        unit.key, unit.name = given["key"], {"id": given["name_id"], "ja": given["name_ja"]}
        unit.languages, unit.services = given["languages"], given["services"]
        unit.office = self.offices.get(given["office"])
        unit.overflow_to = self.others.get(given["overflow_to"]) or self.elsewhere.get(given["overflow_to"])
        unit.overflow_after, unit.closed_on_public_holidays = given["overflow_after"], given["closed_on_public_holidays"]
        hours = [
            Stretch(weekday, given[f"d{weekday}_{number}_opens"], given[f"d{weekday}_{number}_closes"])
            for weekday in range(7)
            for number in range(_STRETCHES)
            if given.get(f"d{weekday}_{number}_opens")
        ]
        days = {form.cleaned_data["day"]: form.value() for form in self.days if form.cleaned_data.get("day")}
        return unit, hours, list(days.values())

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DayForm(forms.Form):
    """One day on which a unit is closed or has other hours; without a day it counts for nothing."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )
    opens = forms.TimeField(label=_("Opens (empty: closed)"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label=_("Closes"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    reason_id = forms.CharField(label=_("Reason in Indonesian"), max_length=120, required=False)
    reason_ja = forms.CharField(label=_("Reason in Japanese"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Both times in their order or neither, and a reason in both languages or in none."""
        given = super().clean() or {}
        opens, closes = given.get("opens"), given.get("closes")
        if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
            self.add_error("opens", _("Write both times, the earlier one first, or neither."))
        if bool(given.get("reason_id")) != bool(given.get("reason_ja")):
            self.add_error("reason_id", _("Write the reason in both languages."))
        return given

    def value(self) -> DayOff:
        """The day as it is stored."""
        given = self.cleaned_data
        reason = {"id": given["reason_id"], "ja": given["reason_ja"]} if given.get("reason_id") else None
        return DayOff(given["day"], given.get("opens"), given.get("closes"), reason)


DayFormSet = forms.formset_factory(DayForm, extra=_EMPTY_DAYS, max_num=200)


def _initial(unit: Unit) -> dict[str, Any]:
    return {
        "key": unit.key,
        "name_id": (unit.name or {}).get("id", ""),
        "name_ja": (unit.name or {}).get("ja", ""),
        "languages": unit.languages,
        "services": unit.services,
        "office": str(unit.office_id or ""),
        "closed_on_public_holidays": unit.closed_on_public_holidays,
        "overflow_to": str(unit.overflow_to_id or ""),
        "overflow_after": unit.overflow_after,
    }


def _days(unit: Unit) -> list[dict[str, Any]]:
    rows = unit.special_days.all() if unit.pk else ()
    return [
        {"day": row.day, "opens": row.opens, "closes": row.closes, **{f"reason_{key}": value for key, value in (row.reason or {}).items()}}
        for row in rows
    ]

"""An office with its week, its closed days and how to reach it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.console.catalogue.facet_forms import FacetForm, day, iso
from bot.console.catalogue.row_forms import rows_for

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FEWEST_STRETCHES = 2
_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


class ClosureForm(FacetForm):
    """Days on which the office is closed."""

    kind = "closure"
    first_day = forms.CharField(label=words.FIELDS["valid_from"], required=False, max_length=10)
    last_day = forms.CharField(label=words.FIELDS["valid_to"], required=False, max_length=10)
    reason_id = forms.CharField(label=_("Reason in Indonesian"), required=False, max_length=200)
    reason_ja = forms.CharField(label=_("Reason in Japanese"), required=False, max_length=200)

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Days and reasons side by side."""
        reason = value.get("reason") or {}
        return {"first_day": value["from"], "last_day": value["to"], "reason_id": reason.get("id"), "reason_ja": reason.get("ja")}

    def clean(self) -> None:
        """Both days, of the same kind, in their order."""
        self.require_both("reason_")
        first, last = self.cleaned_data.get("first_day", ""), self.cleaned_data.get("last_day", "")
        for name, typed in (("first_day", first), ("last_day", last)):
            if typed and not _is_day(typed):
                self.add_error(name, _("Write a day as 2026-12-29, or as 12-29 for every year."))
        if self.errors:
            return
        if self.text("reason_") and not first:
            self.add_error("first_day", _("Write the first day."))
        elif first and last and (len(first) != len(last) or (len(first) > 5 and last < first)):
            self.add_error("last_day", _("Write the last day in the same way; it may not lie before the first day."))

    def value(self) -> Any:
        """The closed days; one day when no last one was written."""
        first = self.cleaned_data["first_day"]
        return {"from": first, "to": self.cleaned_data["last_day"] or first, "reason": self.text("reason_")} if first else None


class OfficeForm(FacetForm):
    """Everything about an office but its week and closed days."""

    key = forms.CharField(
        label=words.FIELDS["key"], max_length=40, help_text=_("Small letters, digits and hyphens, for example town-hall.")
    )
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    address_id = forms.CharField(label=_("Address in Indonesian"), required=False, max_length=400, widget=forms.Textarea({"rows": 2}))
    address_ja = forms.CharField(label=_("Address in Japanese"), required=False, max_length=400, widget=forms.Textarea({"rows": 2}))
    phone = forms.CharField(label=words.FIELDS["phone"], required=False, max_length=40)
    email = forms.EmailField(label=words.FIELDS["email"], required=False)
    url = forms.URLField(label=words.FIELDS["url"], required=False, max_length=500, assume_scheme="https")
    latitude = forms.FloatField(label=words.FIELDS["latitude"], required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=words.FIELDS["longitude"], required=False, min_value=-180, max_value=180)
    hours_known = forms.BooleanField(label=_("The opening hours are known"), required=False)
    closed_on_public_holidays = forms.BooleanField(label=words.FIELDS["closed_on_public_holidays"], required=False)
    hours_note_id = forms.CharField(
        label=_("Note on the hours in Indonesian"), required=False, max_length=400, widget=forms.Textarea({"rows": 2})
    )
    hours_note_ja = forms.CharField(
        label=_("Note on the hours in Japanese"), required=False, max_length=400, widget=forms.Textarea({"rows": 2})
    )
    verified_on = day(words.FIELDS["verified_on"])

    def __init__(self, data: Any, document: Mapping[str, Any] | None) -> None:
        self.document = document or {}
        super().__init__(data, initial=_initial(self.document))
        if document is not None:
            del self.fields["key"]
        hours = self.document.get("hours", {})
        self.stretches = max([_FEWEST_STRETCHES, *(len(intervals) for intervals in hours.values())])
        for name in DAYS:
            for number in range(self.stretches):
                interval = (hours.get(name, [])[number : number + 1] or ["-"])[0].split("-")
                for end, value in zip(("opens", "closes"), interval, strict=True):
                    self.fields[f"{name}_{number}_{end}"] = _time(value, name, number, end)
        self.closures = rows_for(ClosureForm, data, "closures", list(self.document.get("closures", [])))

    def week(self) -> list[dict[str, Any]]:
        """Each weekday with the fields of its stretches."""
        return [
            {
                "label": label,
                "pairs": [
                    {"opens": self[f"{name}_{number}_opens"], "closes": self[f"{name}_{number}_closes"]} for number in range(self.stretches)
                ],
                "errors": [error for number in range(self.stretches) for error in self[f"{name}_{number}_opens"].errors],
            }
            for name, label in zip(DAYS, words.WEEKDAYS, strict=True)
        ]

    def is_valid(self) -> bool:
        """Also the closed days."""
        return all([super().is_valid(), self.closures.is_valid()])

    def clean(self) -> None:
        """Each stretch has both ends, in their order, one after the other; texts have both languages."""
        self.require_both("address_")
        self.require_both("hours_note_")
        typed = self.cleaned_data
        if (typed.get("latitude") is None) != (typed.get("longitude") is None):
            self.add_error("longitude", _("Write both, or neither."))
        written = any(typed.get(f"{name}_{number}_opens") for name in DAYS for number in range(self.stretches))
        if written and not typed.get("hours_known"):
            self.add_error("mon_0_opens", _("Tick “The opening hours are known”, or leave the times empty."))
        for name in DAYS:
            earlier = dt.time()
            for number in range(self.stretches):
                opens, closes = typed.get(f"{name}_{number}_opens"), typed.get(f"{name}_{number}_closes")
                if (opens is None) != (closes is None):
                    self.add_error(f"{name}_{number}_opens", _("Write from when and until when."))
                elif opens is not None and closes is not None:
                    if opens >= closes or opens < earlier:
                        self.add_error(f"{name}_{number}_opens", _("The times are not in their order."))
                    earlier = closes

    def value(self) -> dict[str, Any]:
        """The office as a document."""
        typed = self.cleaned_data
        office: dict[str, Any] = {"key": typed.get("key") or self.document["key"], "name": self.text("name_")}
        office |= {"address": self.text("address_") or None, "hours_note": self.text("hours_note_") or None}
        office |= {name: typed[name] for name in ("phone", "email", "url", "latitude", "longitude", "closed_on_public_holidays")}
        office |= {"verified_on": iso(typed["verified_on"]), "closures": self.closures.values()}
        if typed["hours_known"]:
            office["hours"] = {name: stretches for name in DAYS if (stretches := self._stretches(name))}
        return office

    def _stretches(self, name: str) -> list[str]:
        found = []
        for number in range(self.stretches):
            opens, closes = self.cleaned_data[f"{name}_{number}_opens"], self.cleaned_data[f"{name}_{number}_closes"]
            if opens is not None:
                found.append(f"{opens:%H:%M}-{closes:%H:%M}")
        return found


def _time(value: str, name: str, number: int, end: str) -> forms.TimeField:
    label = _("from") if end == "opens" else _("until")
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, initial=value or None, widget=widget, input_formats=["%H:%M", "%H:%M:%S"])


def _initial(document: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: document.get(name) for name in ("phone", "email", "url", "latitude", "longitude", "verified_on")}
    for name in ("name", "address", "hours_note"):
        found |= {f"{name}_{language}": text for language, text in (document.get(name) or {}).items()}
    holidays = document.get("closed_on_public_holidays", True)
    return {**found, "hours_known": "hours" in document or not document, "closed_on_public_holidays": holidays}


def _is_day(typed: str) -> bool:
    match = _DAY.fullmatch(typed)
    try:
        return match is not None and bool(dt.date(int(match[1] or 2000), int(match[2]), int(match[3])))
    except ValueError:
        return False

"""A form for each kind of facet: it shows a value of the document, and makes one of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words

LONGEST_TEXT = 3000
_SHORT = 24


def choices(table: Mapping[str, Any], empty: Any = "–") -> list[tuple[str, Any]]:
    """The choices of a field that may be left open."""
    return [("", empty), *table.items()]


class DateInput(forms.DateInput):
    """A day as every browser's date field sends it."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")


def day(label: Any, **options: Any) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, required=False, widget=DateInput(), input_formats=["%Y-%m-%d"], **options)


def iso(value: Any) -> str | None:
    """A day as documents write it."""
    return value.isoformat() if value else None


class FacetForm(forms.Form):
    """The base: `facet` names the field of the document."""

    kind = "text"
    required_css_class = ""

    def __init__(self, *args: Any, facet: str = "", **kwargs: Any) -> None:
        self.facet = facet
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            language = next((code for code in words.LANGUAGES if name == code or name.endswith(f"_{code}")), "")
            if language:
                field.widget.attrs["lang"] = "id" if language == "id" else "ja"
            if isinstance(field, forms.CharField) and field.max_length and not isinstance(field, forms.URLField):
                field.widget.attrs["data-count"] = str(field.max_length)

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The form's values for a value of the document."""
        return dict(value or {})

    def value(self) -> Any:
        """The document's value for what was typed; nothing when nothing was."""
        raise NotImplementedError

    def text(self, prefix: str = "") -> dict[str, str]:
        """The text in languages of the fields with that prefix."""
        typed = {language: (self.cleaned_data.get(f"{prefix}{language}") or "").strip() for language in words.LANGUAGES}
        return {language: words_ for language, words_ in typed.items() if words_}

    def require_both(self, prefix: str = "") -> None:
        """Say which language is missing, when only one is there."""
        text = self.text(prefix)
        if text and not self.errors:
            for language in ("id", "ja"):
                if language not in text:
                    self.add_error(f"{prefix}{language}", _("Please write this in both languages."))


def _area(label: Any, rows: int = 3, longest: int = LONGEST_TEXT) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, widget=forms.Textarea({"rows": rows}))


class TextForm(FacetForm):
    """A text in both languages, and in plain Japanese where somebody has written it."""

    id = _area(words.LANGUAGES["id"])
    ja = _area(words.LANGUAGES["ja"])
    ja_easy = _area(words.LANGUAGES["ja_easy"])

    def clean(self) -> None:
        """Both languages or none."""
        self.require_both()

    def value(self) -> Any:
        """The text."""
        return self.text()


class LineForm(FacetForm):
    """A short text of one line."""

    kind = "line"
    id = forms.CharField(label=words.LANGUAGES["id"], required=False, max_length=200)
    ja = forms.CharField(label=words.LANGUAGES["ja"], required=False, max_length=200)

    def clean(self) -> None:
        """Both languages or none."""
        self.require_both()

    def value(self) -> Any:
        """The text."""
        return self.text()


class ShortLineForm(LineForm):
    """A name that fits on a button."""

    id = forms.CharField(label=words.LANGUAGES["id"], required=False, max_length=_SHORT)
    ja = forms.CharField(label=words.LANGUAGES["ja"], required=False, max_length=_SHORT)


class CategoryForm(FacetForm):
    """One of the categories."""

    kind = "plain"
    value_ = forms.ChoiceField(label=words.FIELDS["category"], required=False, choices=choices(words.CATEGORIES))

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The category."""
        return {"value_": value}

    def value(self) -> Any:
        """The category."""
        return self.cleaned_data["value_"]


class DurationForm(TextForm):
    """A length of time: as a number for tables, as a sentence for citizens."""

    kind = "duration"
    number = forms.FloatField(label=words.FIELDS["value"], required=False, min_value=0)
    number_max = forms.FloatField(label=words.FIELDS["value_max"], required=False, min_value=0)
    unit = forms.ChoiceField(label=words.FIELDS["unit"], required=False, choices=choices(words.UNITS))

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Numbers and text side by side."""
        value = value or {}
        return {**value.get("text", {}), "number": value.get("value"), "number_max": value.get("value_max"), "unit": value.get("unit")}

    def clean(self) -> None:
        """A number has a unit, a range a lower end, and everything a sentence."""
        super().clean()
        typed = self.cleaned_data
        if typed.get("number") is not None and not typed.get("unit"):
            self.add_error("unit", _("Choose the unit of the number."))
        if typed.get("number_max") is not None and typed.get("number") is None:
            self.add_error("number", _("Write the lower number, too."))
        if typed.get("number") is not None and not self.text() and not self.errors:
            self.add_error("id", _("Write the sentence that citizens read."))

    def value(self) -> Any:
        """Number, unit and text."""
        typed = self.cleaned_data
        numbers = {"value": _whole(typed["number"]), "value_max": _whole(typed["number_max"])}
        unit = {"unit": typed["unit"]} if typed["number"] is not None else {}
        return {**numbers, **unit, "text": self.text()} if self.text() else None


class LinkedForm(TextForm):
    """A text with a web address."""

    kind = "linked"
    url = forms.URLField(label=words.FIELDS["url"], required=False, max_length=500, assume_scheme="https")

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Text and address side by side."""
        value = value or {}
        return {**value.get("text", {}), "url": value.get("url"), "code": value.get("code")}

    def clean(self) -> None:
        """An address comes with a text."""
        super().clean()
        if self.cleaned_data.get("url") and not self.text() and not self.errors:
            self.add_error("id", _("Write a sentence that goes with the address."))

    def value(self) -> Any:
        """Text, address and number."""
        typed = self.cleaned_data
        return {"text": self.text(), "url": typed["url"], "code": typed.get("code")} if self.text() else None


class ApplicationForm(LinkedForm):
    """The form that citizens fill in, with its number."""

    code = forms.CharField(label=words.FIELDS["code"], required=False, max_length=40)


class PhrasesForm(FacetForm):
    """Phrases, one on each line; those of the two languages need not be translations of each other."""

    kind = "phrases"
    id = _area(words.LANGUAGES["id"], rows=8, longest=20_000)
    ja = _area(words.LANGUAGES["ja"], rows=8, longest=20_000)

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """A line for each phrase."""
        return {language: "\n".join(texts) for language, texts in (value or {}).items()}

    def value(self) -> Any:
        """The phrases by language."""
        lines = {language: [line.strip() for line in self.cleaned_data[language].splitlines()] for language in ("id", "ja")}
        return {language: [line for line in texts if line] for language, texts in lines.items()}


class WhereForm(TextForm):
    """Where the service is done, in words and by offices, and when, where that is not what the offices' hours say."""

    kind = "where"
    hours_id = _area(_("Hours in words, Indonesian"), rows=2)
    hours_ja = _area(_("Hours in words, Japanese"), rows=2)
    hours_ja_easy = _area(_("Hours in words, plain Japanese"), rows=2)
    offices = forms.MultipleChoiceField(label=words.FIELDS["offices"], required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offices: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["offices"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offices or []

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Text, hours and offices."""
        value = value or {}
        hours = {f"hours_{language}": text for language, text in value.get("hours", {}).items()}
        return {**value.get("text", {}), **hours, "offices": value.get("offices", [])}

    def clean(self) -> None:
        """Each text in both languages or none."""
        super().clean()
        self.require_both("hours_")

    def value(self) -> Any:
        """Text, hours and offices."""
        return {"text": self.text(), "hours": self.text("hours_"), "offices": self.cleaned_data["offices"]}


class LeftForm(FacetForm):
    """What the agency still has to fill in."""

    kind = "left"
    left = forms.MultipleChoiceField(
        label=words.FIELDS["left_to_agency"],
        required=False,
        choices=list(words.LEFT_TO_AGENCY.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The facets."""
        return {"left": value or []}

    def value(self) -> Any:
        """The facets, in their own order."""
        before = list(self.initial.get("left") or [])
        chosen = self.cleaned_data["left"]
        return before if set(before) == set(chosen) else chosen


class RelatedForm(FacetForm):
    """Services that citizens confuse with this one, or need next."""

    kind = "related"
    related = forms.MultipleChoiceField(label=words.FIELDS["related"], required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, services: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["related"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = services or []

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The keys."""
        return {"related": value or []}

    def value(self) -> Any:
        """The keys, those that stood there already in their order."""
        before = list(self.initial.get("related") or [])
        chosen = self.cleaned_data["related"]
        return [key for key in before if key in chosen] + [key for key in chosen if key not in before]


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number

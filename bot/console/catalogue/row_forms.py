"""Facets that are lists: a formset with a row for each entry, which can be added, moved and removed without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.console.catalogue.amount_field import AmountField
from bot.console.catalogue.facet_forms import FacetForm, TextForm, choices, day, iso

MOST_ROWS = 60
if TYPE_CHECKING:
    _Base = forms.BaseFormSet[Any]
else:
    _Base = forms.BaseFormSet


class Rows(_Base):
    """Rows in an order that a number in each row says."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Number and mark for removal stand in each row that has an entry."""
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Position")
            form.fields["DELETE"].label = _("Remove")
            form.fields["ORDER"].widget.attrs["class"] = "narrow"

    def values(self) -> list[Any]:
        """The entries that stay, in their order."""
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        kept = [form for form in kept if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        kept.sort(key=lambda form: (form.cleaned_data.get("ORDER") is None, form.cleaned_data.get("ORDER")))
        found = (form.value() for form in kept)
        return [value for value in found if value]


def with_plain(text: Any, before: Any) -> Any:
    """A text whose form has no field for plain Japanese, with what it had of it, as long as the Japanese is the same."""
    easy = (before or {}).get("ja_easy")
    return {**text, "ja_easy": easy} if easy and text and text.get("ja") == before.get("ja") else text


class StepForm(TextForm):
    """One step, or one document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in words.LANGUAGES:
            self.fields[name].widget.attrs["rows"] = 2


class LawForm(FacetForm):
    """One law or regulation."""

    kind = "law"
    title_id = forms.CharField(label=_("Title in Indonesian"), required=False, max_length=400)
    title_ja = forms.CharField(label=_("Title in Japanese"), required=False, max_length=400)
    number = forms.CharField(label=words.FIELDS["number"], required=False, max_length=100)
    article = forms.CharField(label=words.FIELDS["article"], required=False, max_length=200)
    url = forms.URLField(label=words.FIELDS["url"], required=False, max_length=500, assume_scheme="https")

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Titles and the rest side by side."""
        return {**value, "title_id": value["title"].get("id"), "title_ja": value["title"].get("ja")}

    def clean(self) -> None:
        """A title in both languages, and a number."""
        self.require_both("title_")
        if any(self.cleaned_data.get(name) for name in ("title_id", "title_ja", "article", "url")) and not self.cleaned_data.get("number"):
            self.add_error("number", _("Write the number of the rule, for example UU 24/2013."))

    def value(self) -> Any:
        """The law."""
        typed = self.cleaned_data
        title = with_plain(self.text("title_"), self.initial.get("title"))
        return {"title": title, **{name: typed[name] for name in ("number", "article", "url")}} if typed["number"] else None


class FeeForm(FacetForm):
    """One amount with its days."""

    kind = "fee"
    amount = AmountField(label=words.FIELDS["amount"], required=False, min_value=0, max_value=2_000_000_000)
    amount_max = AmountField(label=words.FIELDS["amount_max"], required=False, min_value=0, max_value=2_000_000_000)
    currency = forms.ChoiceField(label=words.FIELDS["currency"], choices=[("IDR", "IDR (Rp)"), ("JPY", "JPY (¥)")])
    unknown = forms.BooleanField(label=_("The amount is not certain, or is set by the office"), required=False)
    label_id = forms.CharField(label=_("What it is for, in Indonesian"), required=False, max_length=200)
    label_ja = forms.CharField(label=_("What it is for, in Japanese"), required=False, max_length=200)
    valid_from = day(
        words.FIELDS["valid_from"],
        help_text=_("New amount, new first day."),
    )
    valid_to = day(words.FIELDS["valid_to"])
    basis = forms.CharField(label=words.FIELDS["basis"], required=False, max_length=200)

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Labels and the rest side by side."""
        label = value.get("label") or {}
        return {**value, "unknown": value.get("amount") is None, "label_id": label.get("id"), "label_ja": label.get("ja")}

    def clean(self) -> None:
        """Days and amounts are not turned round; an amount is there, or said to be unknown."""
        self.require_both("label_")
        typed = self.cleaned_data
        if typed.get("valid_from") and typed.get("valid_to") and typed["valid_to"] < typed["valid_from"]:
            self.add_error("valid_to", _("The last day lies before the first day."))
        if typed.get("amount_max") is not None and (typed.get("amount") or 0) > typed["amount_max"]:
            self.add_error("amount_max", _("The upper end lies below the lower end."))
        if typed.get("amount") is not None and typed.get("unknown"):
            self.add_error("unknown", _("Either write an amount, or say that it is not certain."))
        said = any(typed.get(name) for name in ("label_id", "label_ja", "valid_from", "valid_to", "basis", "amount_max"))
        if said and typed.get("amount") is None and not typed.get("unknown") and "amount" not in self.errors:
            self.add_error("amount", _("Write the amount; 0 is free of charge."))

    def value(self) -> Any:
        """The fee."""
        typed = self.cleaned_data
        if typed["amount"] is None and not typed["unknown"]:
            return None
        days = {"valid_from": iso(typed["valid_from"]), "valid_to": iso(typed["valid_to"])}
        plain = {name: typed[name] for name in ("amount", "amount_max", "currency", "basis")}
        return {**plain, **days, "label": with_plain(self.text("label_"), self.initial.get("label"))}


class SourceForm(FacetForm):
    """One source."""

    kind = "source"
    title = forms.CharField(label=words.FIELDS["title"], required=False, max_length=400)
    url = forms.URLField(label=words.FIELDS["url"], required=False, max_length=500, assume_scheme="https")
    date = day(words.FIELDS["date"])

    def clean(self) -> None:
        """A source has a title."""
        if (self.cleaned_data.get("url") or self.cleaned_data.get("date")) and not self.cleaned_data.get("title"):
            self.add_error("title", _("Write what the source is called."))

    def value(self) -> Any:
        """The source."""
        typed = self.cleaned_data
        return {"title": typed["title"].strip(), "url": typed["url"], "date": iso(typed["date"])} if typed["title"] else None


class GroupForm(FacetForm):
    """The requirements for one case, with a row for each document."""

    kind = "group"
    variant = forms.ChoiceField(label=words.FIELDS["variant"], required=False, choices=choices(words.VARIANTS))
    applicant = forms.ChoiceField(label=words.FIELDS["applicant"], required=False, choices=choices(words.APPLICANTS))
    label_id = forms.CharField(label=_("Name of the case in Indonesian"), required=False, max_length=200)
    label_ja = forms.CharField(label=_("Name of the case in Japanese"), required=False, max_length=200)
    label_ja_easy = forms.CharField(label=_("Name of the case in plain Japanese"), required=False, max_length=200)
    note_id = forms.CharField(label=_("Note in Indonesian"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    note_ja = forms.CharField(label=_("Note in Japanese"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    note_ja_easy = forms.CharField(label=_("Note in plain Japanese"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items_set = rows_for(StepForm, self.data if self.is_bound else None, f"{self.prefix}-items", self.initial.get("items") or [])

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """Texts and the rest side by side; the documents go to the rows."""
        found: dict[str, Any] = {"variant": value.get("variant"), "applicant": value.get("applicant"), "items": value["items"]}
        for name in ("label", "note"):
            found |= {f"{name}_{language}": text for language, text in value.get(name, {}).items()}
        return found

    def has_changed(self) -> bool:
        """Also when only a document was typed."""
        return super().has_changed() or self.items_set.has_changed()

    def full_clean(self) -> None:
        """The documents belong to the case: without them it is not valid."""
        super().full_clean()
        if not self.is_bound:
            return
        if not self.items_set.is_valid():
            self.add_error(None, _("Please look at the documents of this case."))
        elif self.has_changed() and not self.items_set.values() and any(self.text(name) for name in ("label_", "note_")):
            self.add_error(None, _("Write at least one document or condition for this case."))

    def clean(self) -> None:
        """Both languages or none."""
        self.require_both("label_")
        self.require_both("note_")

    def value(self) -> Any:
        """The case with its documents."""
        typed, items = self.cleaned_data, self.items_set.values()
        plain = {"variant": typed["variant"], "applicant": typed["applicant"]}
        return {**plain, "label": self.text("label_"), "items": items, "note": self.text("note_")} if items else None


def rows_for(form: type[FacetForm], data: Any, prefix: str, entries: list[Any], more: int = 0) -> Any:
    """The formset for the entries of a list, with one empty row, and with `more` besides."""
    initial = [{**form.initial_of(entry), "ORDER": number} for number, entry in enumerate(entries, start=1)]
    made = forms.formset_factory(
        form, formset=Rows, extra=1 + more, can_delete=True, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20
    )
    return made(data, prefix=prefix, initial=initial)

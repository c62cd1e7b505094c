"""The parts into which the editor of a service is divided, and the form of each facet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.console.catalogue.facet_forms import (
    ApplicationForm,
    CategoryForm,
    DurationForm,
    FacetForm,
    LeftForm,
    LineForm,
    LinkedForm,
    PhrasesForm,
    RelatedForm,
    ShortLineForm,
    TextForm,
    WhereForm,
    day,
    iso,
)
from bot.console.catalogue.row_forms import FeeForm, GroupForm, LawForm, SourceForm, StepForm


class StandardForm(FacetForm):
    """The components of the service standard that have no field of their own."""

    kind = "standard"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in words.STANDARD_NOTES.items():
            for language in ("id", "ja"):
                field = forms.CharField(label=label, required=False, max_length=1500, widget=forms.Textarea({"rows": 2, "lang": language}))
                field.widget.attrs["data-count"] = "1500"
                self.fields[f"{name}_{language}"] = field

    def pairs(self) -> list[dict[str, Any]]:
        """Each component with its two fields."""
        return [
            {"label": label, "id": self[f"{name}_id"], "ja": self[f"{name}_ja"], "name": name}
            for name, label in words.STANDARD_NOTES.items()
        ]

    @staticmethod
    def initial_of(value: Any) -> dict[str, Any]:
        """The texts side by side."""
        return {f"{name}_{language}": text for name, texts in (value or {}).items() for language, text in texts.items()}

    def clean(self) -> None:
        """Both languages or none."""
        for name in words.STANDARD_NOTES:
            text = self.text(f"{name}_")
            for language in ("id", "ja"):
                if text and language not in text:
                    self.add_error(f"{name}_{language}", _("Please write this in both languages."))

    def value(self) -> Any:
        """The texts by component."""
        return {name: self.text(f"{name}_") for name in words.STANDARD_NOTES}


class ProvenanceForm(FacetForm):
    """When somebody read the sources, and when to look again."""

    kind = "provenance"
    verified_on = day(words.FIELDS["verified_on"])
    verified_by = forms.CharField(
        label=words.FIELDS["verified_by"], required=False, max_length=200, help_text=_("An office or a role, not a person.")
    )
    review_due = day(words.FIELDS["review_due"])

    def value(self) -> Any:
        """The days."""
        typed = self.cleaned_data
        return {"verified_on": iso(typed["verified_on"]), "verified_by": typed["verified_by"], "review_due": iso(typed["review_due"])}


PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "basics": (_("What it is"), ("category", "name", "short_name", "summary", "product", "who")),
    "requirements": (words.FIELDS["requirements"], ("requirements",)),
    "procedure": (words.FIELDS["procedure"], ("procedure",)),
    "times": (_("Times and deadlines"), ("processing_time", "deadline", "validity", "late")),
    "fees": (words.FIELDS["fees"], ("fees", "fee_note")),
    "places": (_("Where and how"), ("where", "online", "form")),
    "law": (words.FIELDS["legal_basis"], ("legal_basis",)),
    "phrases": (_("Words of citizens"), ("aliases", "examples")),
    "more": (_("Complaints and other notes"), ("complaint", "notes", "left_to_agency", "related")),
    "standard": (words.FIELDS["standard_notes"], ("standard_notes",)),
    "sources": (words.FIELDS["provenance"], ("provenance",)),
}
SINGLE: dict[str, type[FacetForm]] = {
    "category": CategoryForm,
    "name": LineForm,
    "short_name": ShortLineForm,
    "summary": TextForm,
    "product": TextForm,
    "who": TextForm,
    "processing_time": DurationForm,
    "deadline": DurationForm,
    "validity": DurationForm,
    "late": TextForm,
    "fee_note": TextForm,
    "where": WhereForm,
    "online": LinkedForm,
    "form": ApplicationForm,
    "aliases": PhrasesForm,
    "examples": PhrasesForm,
    "complaint": TextForm,
    "notes": TextForm,
    "left_to_agency": LeftForm,
    "related": RelatedForm,
    "standard_notes": StandardForm,
    "provenance": ProvenanceForm,
}
ROWS: dict[str, type[FacetForm]] = {
    "requirements": GroupForm,
    "procedure": StepForm,
    "fees": FeeForm,
    "legal_basis": LawForm,
    "provenance": SourceForm,
}
ROW_WORDS: dict[str, Any] = {
    "requirements": _("Case"),
    "procedure": _("Step"),
    "fees": _("Fee"),
    "legal_basis": _("Law or regulation"),
    "provenance": _("Source"),
}
HELP: dict[str, Any] = {
    "short_name": _("At most 24 characters, so that it fits on a button."),
    "summary": _("One to three sentences."),
    "fees": _(
        "When a fee changes, write the new amount with its first day: today's goes on until the day before, and the assistant changes over "
        "by itself. Without a new first day the former amount is replaced as a mistake, and leaves the fee history."
    ),
    "aliases": _("One on each line. The more ways of saying it are here, the better the assistant understands."),
    "examples": _("One on each line, as citizens write them, with slang and short forms."),
    "requirements": _("One case for each situation, such as new, lost or a representative."),
    "left_to_agency": _(
        "Citizens who ask for it hear that your agency has not told it yet, and whom to ask. Once it is written, the tick no longer counts."
    ),
    "complaint": _("Only where it differs from where citizens of your agency complain in general."),
    "standard_notes": _("For your agency's service standard. The assistant does not tell citizens."),
    "provenance": _("The law or your own agency. Newspapers and other cities' pages are no sources."),
}

"""The form in which an FAQ is written: a text for each language side by side, and rows for buttons, links and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.console.faq.leading import Leading
from bot.console.needed_later import LaterField
from bot.faq.content import Content, content_from
from bot.languages import LANGUAGES

_COMMA = re.compile(r"[,、，\n]")
_TEXT_LANGUAGES = (*LANGUAGES, "ja_easy")
MOST_ROWS = 20


def _text(language: str, rows: int, kind: type[forms.CharField] = forms.CharField, /, **attributes: Any) -> forms.CharField:
    attributes |= {"lang": language[:2], "rows": rows, "data-count": ""}
    return kind(required=False, widget=forms.Textarea(attributes))


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class ContentForm(forms.Form):
    """What stands once in an FAQ. `based_on` and `merged` are what `bot.faq.workflow.save_draft` asks for."""

    question_id = _text("id", 2, LaterField)
    question_ja = _text("ja", 2, LaterField)
    answer_id = _text("id", 7, LaterField, **{"data-limit": 1600})
    answer_ja = _text("ja", 7, LaterField, **{"data-limit": 1600})
    variants_id = _text("id", 7, **{"data-lines": ""})
    variants_ja = _text("ja", 7, **{"data-lines": ""})
    question_ja_easy = _text("ja_easy", 2)
    answer_ja_easy = _text("ja_easy", 5)
    tags = forms.CharField(label=_("Tags"), required=False, max_length=500, widget=forms.TextInput({"list": "known-tags"}))
    valid_from = _day(_("First day"), _("Empty: from the moment of publication."))
    valid_to = _day(_("Last day"), _("Empty: until somebody changes it."))
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    merged = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("question", _("Question")), ("answer", _("Answer")), ("variants", _("Other ways to ask, one a line"))):
            for language in _TEXT_LANGUAGES:
                if f"{name}_{language}" in self.fields:
                    self.fields[f"{name}_{language}"].label = label
        self.fields["tags"].help_text = _("Words by which you find it again, with commas between them. Citizens do not see them.")


class KeyForm(forms.Form):
    """The short name of a new FAQ."""

    key = forms.CharField(
        label=_("Short name"),
        required=False,
        max_length=40,
        help_text=_("Small letters, digits and hyphens, such as opening-hours; for good. Left empty, it is made from the question."),
    )

    def clean_key(self) -> str:
        """Only what can be a key."""
        key = str(self.cleaned_data["key"]).strip()
        if key and not re.fullmatch(KEY_VALIDATOR.regex, key):
            raise forms.ValidationError(_("Use small letters, digits and single hyphens only."))
        return key


class QuickReplyForm(forms.Form):
    """One button."""

    title_id = forms.CharField(label=_("Text in Indonesian"), required=False, max_length=80, widget=forms.TextInput({"lang": "id"}))
    title_ja = forms.CharField(label=_("Text in Japanese"), required=False, max_length=80, widget=forms.TextInput({"lang": "ja"}))
    target = forms.CharField(label=_("Leads to"), required=False, max_length=500)

    def __init__(self, *args: Any, leading: Leading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leading = leading

    def clean_target(self) -> dict[str, str]:
        """Only what a button can lead to."""
        target = str(self.cleaned_data["target"]).strip()
        found = self._leading.read(target) if target else {}
        if found is None:
            raise forms.ValidationError(_("Choose one from the list: write a part of its name."))
        return found

    def entry(self) -> dict[str, Any]:
        """The button as a content has it; empty when nothing was written."""
        values = self.cleaned_data
        return _titled(values) | (values.get("target") or {})

    @staticmethod
    def initial_of(entry: Mapping[str, Any], leading: Leading) -> dict[str, Any]:
        """The row for a button of a content."""
        return {**_titles(entry), "target": leading.words(entry)}


class LinkForm(forms.Form):
    """One link."""

    title_id = forms.CharField(label=_("Title in Indonesian"), required=False, max_length=200, widget=forms.TextInput({"lang": "id"}))
    title_ja = forms.CharField(label=_("Title in Japanese"), required=False, max_length=200, widget=forms.TextInput({"lang": "ja"}))
    url_id = forms.CharField(label=_("Web address in Indonesian"), required=False, max_length=1000, widget=forms.URLInput)
    url_ja = forms.CharField(label=_("Web address in Japanese"), required=False, max_length=1000, widget=forms.URLInput)

    def entry(self) -> dict[str, Any]:
        """The link as a content has it; empty when nothing was written."""
        values = self.cleaned_data
        addresses = {language: values[f"url_{language}"] for language in LANGUAGES if values.get(f"url_{language}")}
        if len(addresses) == 1:
            # Most forms are there in one language alone, and citizens of both are led to them.
            addresses = dict.fromkeys(LANGUAGES, next(iter(addresses.values())))
        titled = _titled(values)
        return {"title": titled.get("title", {}), "url": addresses} if titled or addresses else {}

    @staticmethod
    def initial_of(entry: Mapping[str, Any], leading: Leading) -> dict[str, Any]:
        """The row for a link of a content."""
        return {**_titles(entry), **{f"url_{language}": (entry.get("url") or {}).get(language, "") for language in LANGUAGES}}


class SourceForm(forms.Form):
    """Where the answer comes from."""

    title = forms.CharField(label=_("Title"), required=False, max_length=300)
    url = forms.CharField(label=_("Web address"), required=False, max_length=1000, widget=forms.URLInput)
    date = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )

    def clean(self) -> dict[str, Any]:
        """A source has a title."""
        values: dict[str, Any] = super().clean() or {}
        if (values.get("url") or values.get("date")) and not values.get("title"):
            self.add_error("title", _("Write the title of the source."))
        return values

    def entry(self) -> dict[str, Any]:
        """The source as a content has it; empty when nothing was written."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("title", "url") if values.get(name)}
        return found | ({"date": values["date"].isoformat()} if values.get("date") else {})

    @staticmethod
    def initial_of(entry: Mapping[str, Any], leading: Leading) -> dict[str, Any]:
        """The row for a source of a content."""
        return dict(entry)


def _titled(values: Mapping[str, Any]) -> dict[str, Any]:
    titles = {language: values[f"title_{language}"] for language in LANGUAGES if values.get(f"title_{language}")}
    return {"title": titles} if titles else {}


def _titles(entry: Mapping[str, Any]) -> dict[str, str]:
    return {f"title_{language}": (entry.get("title") or {}).get(language, "") for language in LANGUAGES}


_FORMS: dict[str, Any] = {"quick_replies": QuickReplyForm, "links": LinkForm, "sources": SourceForm}


class Editor:
    """The form and its rows together."""

    def __init__(self, form: ContentForm, rows: dict[str, Any], key: KeyForm | None = None) -> None:
        self.form, self.rows, self.key = form, rows, key

    @classmethod
    def of(cls, content: Content, leading: Leading, *, based_on: int, merged: int | None = None, new: bool = False) -> Editor:
        """The form filled with a content."""
        initial: dict[str, Any] = {"based_on": based_on, "merged": merged}
        for name in ("question", "answer"):
            initial |= {f"{name}_{language}": content[name].get(language, "") for language in _TEXT_LANGUAGES}
        initial |= {f"variants_{language}": "\n".join(content["variants"].get(language, ())) for language in LANGUAGES}
        initial |= {"tags": ", ".join(content["tags"]), "valid_from": content["valid_from"], "valid_to": content["valid_to"]}
        rows = {
            name: _rows(name, leading, prefix=name, initial=[form.initial_of(entry, leading) for entry in content[name]])
            for name, form in _FORMS.items()
        }
        return cls(ContentForm(initial=initial), rows, KeyForm() if new else None)

    @classmethod
    def sent(cls, data: QueryDict, leading: Leading, *, new: bool = False) -> Editor:
        """The form as it was sent; `add` names the rows of which one more is wanted."""
        data = data.copy()
        for name in _FORMS:
            total = data.get(f"{name}-TOTAL_FORMS", "")
            count = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0
            data[f"{name}-TOTAL_FORMS"] = str(min(MOST_ROWS, count + (data.get("add") == name)))
            data[f"{name}-INITIAL_FORMS"] = "0"
        rows = {name: _rows(name, leading, data=data, prefix=name) for name in _FORMS}
        return cls(ContentForm(data), rows, KeyForm(data) if new else None)

    def is_valid(self) -> bool:
        """Whether it can be stored as a draft; everything is looked at, so that all errors are shown at once."""
        parts = [self.form, *self.rows.values(), *([self.key] if self.key else [])]
        return all([part.is_valid() for part in parts])  # noqa: C419 - all of them, not up to the first

    def content(self) -> Content:
        """What was written, as far as it can be read; to be called after `is_valid`."""
        values = self.form.cleaned_data
        document: dict[str, Any] = {"tags": [tag.strip() for tag in _COMMA.split(values.get("tags") or "")]}
        for name in ("question", "answer"):
            texts = {language: values.get(f"{name}_{language}") or "" for language in _TEXT_LANGUAGES}
            document[name] = {language: text.replace("\r\n", "\n") for language, text in texts.items()}
        document["variants"] = {language: _lines(values.get(f"variants_{language}") or "") for language in LANGUAGES}
        document |= {name: values.get(name) or "" for name in ("valid_from", "valid_to")}
        for name, formset in self.rows.items():
            document[name] = [entry for form in formset if (entry := form.entry())]
        return content_from(document)


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(name: str, leading: Leading, **filled: Any) -> Any:
    made = forms.formset_factory(_FORMS[name], extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1)
    return made(form_kwargs={"leading": leading} if name == "quick_replies" else {}, **filled)

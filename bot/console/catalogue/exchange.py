"""The agency's records as a file, and a file's records as drafts, or published; first it is shown what would change."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.editing.errors import EditingError
from bot.catalogue.editing.intake import store_drafts
from bot.catalogue.editing.persons import must_not_be_kept
from bot.catalogue.editing.versions import standing
from bot.catalogue.exchange import table_import, yaml_import
from bot.catalogue.exchange.export import export
from bot.console.catalogue.rights import rights
from bot.console.difference import excerpt
from bot.console.file_names import attached
from bot.sentence import translated
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_SALT = "console.catalogue.import"
_LARGEST = 5 * 1024 * 1024
_SHOWN = 300
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}


@staff_page(Permission.VIEW_CONTENT)
def export_(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The agency's own records as a file in the ?format=; with ?merged=yes also what it inherits."""
    format = request.GET.get("format", "csv")
    if format not in _TYPES:
        raise Http404
    merged = request.GET.get("merged") == "yes"
    content = export(staff.agency.key, format, merged=merged, output=None) or ""
    held = "services-with-inherited" if merged else "services"
    return attached(content, _TYPES[format], held, staff.agency.key, timezone.localdate(), ending=format)


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX, CSV or YAML, as this page exports it; at most 5 MB. Nothing is stored yet."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """A file that is not too large and of a kind that can be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > _LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        if Path(file.name or "").suffix.lower() not in (".xlsx", ".csv", ".yaml", ".yml"):
            raise forms.ValidationError(_("The file must end in .xlsx, .csv, .yaml or .yml."))
        return file


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def import_(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Look at what a file would change."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not request.FILES:
        form = FileForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form, **rights(staff)}
    if form.is_valid():
        try:
            changes, documents = _planned(staff, form.cleaned_data["file"])
        except ContentMistakes as wrong:
            told = [{"line": one.line, "field": one.field, "message": translated(one.message)} for one in wrong.mistakes]
        else:
            told = _personal_numbers(documents)
            if not told:
                context |= _plan(staff, changes, documents)
        if told:
            context |= {"mistakes": told[:_SHOWN], "more": max(0, len(told) - _SHOWN)}
    context["formats"] = ("xlsx", "csv", "yaml")
    return render(request, "console/catalogue/import.html", context)


def _plan(staff: StaffContext, changes: list[Any], documents: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {document["key"]: standing(staff.agency, document["key"]).number for document in documents}
    state = {"agency": staff.agency.key, "documents": documents, "numbers": numbers}
    return {
        "changes": [
            {"key": one.key, "field": one.field, "after": one.after, "pieces": excerpt(one.before, one.after)} for one in changes[:_SHOWN]
        ],
        "more": max(0, len(changes) - _SHOWN),
        "count": len(documents),
        "checked": True,
        "state": signing.dumps(state, salt=_SALT, compress=True) if documents else "",
    }


def _personal_numbers(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What may not even be kept as a draft. The records have lost their rows, so the place in the service has to do."""
    return [
        {"line": 0, "field": f"{one['key']} › {found.place}", "message": found.text} for one in documents for found in must_not_be_kept(one)
    ]


def _planned(staff: StaffContext, file: UploadedFile[bytes]) -> tuple[list[Any], list[dict[str, Any]]]:
    suffix = Path(file.name or "").suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"import{suffix}"
        path.write_bytes(file.read())
        planned = yaml_import.planned if suffix in (".yaml", ".yml") else table_import.planned
        return planned(path, staff.agency)


@staff_page(Permission.EDIT_CONTENT, "POST")
def store(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Keep what was looked at as drafts, all of them or none."""
    back = redirect("console:catalogue-import", agency=staff.agency.key)
    try:
        state = signing.loads(request.POST.get("state", ""), salt=_SALT, max_age=3600)
    except signing.BadSignature:
        messages.error(request, _("The page was open too long. Please choose the file once more."))
        return back
    if state["agency"] != staff.agency.key:
        raise Http404
    try:
        count = store_drafts(staff.agency, state["documents"], state["numbers"], staff.user)
    except EditingError:
        messages.error(request, _("A colleague has changed one of these services in the meantime. Please choose the file once more."))
        return back
    messages.success(request, ngettext("%(count)d draft is saved.", "%(count)d drafts are saved.", count) % {"count": count})
    return redirect("console:catalogue", agency=staff.agency.key)

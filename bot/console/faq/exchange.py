"""Taking FAQ out as a file, and in: first what the file would do, then, if that is wanted, all of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bot.catalogue.content_files import ContentMistakes
from bot.console.difference import excerpt
from bot.console.faq.objects import number_in, today
from bot.console.faq.words import OUTCOME, field_label
from bot.console.file_names import attached
from bot.faq.exchange.export import FORMATS, export
from bot.faq.exchange.intake import Mode, PlanChanged, Preview, preview, take_in
from bot.faq.exchange.planning import Outcome, Planned
from bot.faq.exchange.revised import Wrong
from bot.faq.exchange.upload import ENDINGS, MOST_BYTES, as_file, keep
from bot.faq.models import FaqUpload
from bot.sentence import translated
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_ORDER = (Outcome.REFUSED, Outcome.CHANGED, Outcome.CREATED, Outcome.UNCHANGED)
_PAGE = 50
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
}


class UploadForm(forms.Form):
    """A file, and what is to become of what it holds."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A table (.csv or .xlsx) or a YAML file (.yml), as the export gives it; at most 5 megabytes."),
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
        error_messages={"required": gettext_lazy("Choose a file of at most 5 megabytes.")},
    )
    mode = forms.ChoiceField(label=gettext_lazy("What it becomes"), widget=forms.RadioSelect)

    def __init__(self, may_publish: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mode"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(Mode.DRAFTS.value, gettext_lazy("Drafts, which nobody sees until they are published"))]
        if may_publish:
            field.choices = [*field.choices, (Mode.PUBLISHED.value, gettext_lazy("Answers that citizens get at once"))]
        field.initial = Mode.DRAFTS.value

    def clean_file(self) -> UploadedFile[Any]:
        """A file of a kind and size that we take."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError(_("The name of the file must end in .csv, .xlsx, .yml or .yaml."))
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most 5 megabytes can be taken. Divide it into several files."))
        return file


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def import_file(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Choose a file; nothing is stored but the file itself."""
    may_publish = staff.can(Permission.PUBLISH_CONTENT)
    form = UploadForm(may_publish, request.POST, request.FILES) if request.method == "POST" else UploadForm(may_publish)
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = keep(staff.agency, file.name, file.read(), Mode(form.cleaned_data["mode"]))
        return redirect("console:faq-import-plan", agency=staff.agency.key, upload=upload.pk)
    return render(request, "console/faq/import.html", {"form": form})


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def import_plan(request: StaffRequest, staff: StaffContext, upload: int) -> HttpResponse:
    """What the file would do; with POST it is done."""
    found = FaqUpload.objects.filter(pk=upload, agency=staff.agency).first()
    if found is None:
        raise Http404
    mode = Mode(found.mode)
    allowed = mode is Mode.DRAFTS or staff.can(Permission.PUBLISH_CONTENT)
    if request.method == "POST" and allowed:
        done = _applied(request, staff, found, mode)
        if done is not None:
            return done
    try:
        with as_file(found) as path:
            plan = preview(path, staff.agency.key, mode)
    except ContentMistakes as error:
        wrong = [_sentence((one.line, one.field, one.message)) for one in error.mistakes]
        return render(request, "console/faq/import_refused.html", {"name": found.name, "sentences": wrong[:_PAGE], "total": len(wrong)})
    return _plan_page(request, found, plan, allowed)


def _plan_page(request: StaffRequest, upload: FaqUpload, plan: Preview, allowed: bool) -> HttpResponse:
    counts = [(OUTCOME[outcome], len(plan.with_outcome(outcome))) for outcome in _ORDER]
    ordered = sorted(plan.plans, key=lambda one: _ORDER.index(one.outcome))
    page = Paginator(ordered, _PAGE).get_page(number_in(request, "page") or 1)
    plan.look_at(list(page))
    to_do = len(plan.with_outcome(Outcome.CREATED)) + len(plan.with_outcome(Outcome.CHANGED))
    context = {
        "upload": upload,
        "publishes": upload.mode == Mode.PUBLISHED.value,
        "stamp": plan.stamp,
        "counts": counts,
        "rows": [_row(one) for one in page],
        "page": page,
        "to_do": to_do,
        "refused": len(plan.with_outcome(Outcome.REFUSED)),
        "allowed": allowed,
        "held": sum(one.held_by is not None for one in plan.plans),
    }
    return render(request, "console/faq/import_plan.html", context)


def _row(plan: Planned) -> dict[str, Any]:
    changes = [{"label": field_label(one.field), "pieces": excerpt(one.before, one.after)} for one in plan.changes]
    return {
        "plan": plan,
        "outcome": OUTCOME[plan.outcome],
        "changes": changes if plan.outcome is Outcome.CHANGED else [],
        "question": next(iter(plan.document.get("question", {}).values()), ""),
        "wrong": [_sentence(one) for one in plan.wrong],
        "warnings": [_sentence(one) for one in plan.warnings],
    }


def _sentence(wrong: Wrong) -> str:
    line, field, message = wrong
    if field:
        return _("Row %(number)d, %(field)s: %(message)s") % {"number": line, "field": field_label(field), "message": translated(message)}
    return _("Row %(number)d: %(message)s") % {"number": line, "message": translated(message)}


def _applied(request: StaffRequest, staff: StaffContext, upload: FaqUpload, mode: Mode) -> HttpResponse | None:
    """Take the file in; None when its plan must be looked at again."""
    stamp = request.POST.get("stamp", "")
    try:
        with as_file(upload) as path:
            skip = request.POST.get("skip") == "1"
            give_up = request.POST.get("drafts") == "give_up"
            done = take_in(path, staff.agency.key, mode, request.user, stamp=stamp, skip_refused=skip, give_up_drafts=give_up)
    except PlanChanged:
        messages.warning(request, _("Something was changed in the meantime. Look at the new list before you go on."))
        return None
    except ContentMistakes:
        messages.error(request, _("Nothing was taken in, because some entries are refused. Correct the file, or leave those entries out."))
        return None
    upload.delete()
    number = len(done.with_outcome(Outcome.CREATED)) + len(done.with_outcome(Outcome.CHANGED))
    said = ngettext("%(number)d entry is taken in.", "%(number)d entries are taken in.", number) % {"number": number}
    messages.success(request, said)
    return redirect("console:faq", agency=staff.agency.key)


@staff_page(Permission.VIEW_CONTENT)
def export_file(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The agency's published FAQ as a file; with `merged` those that it inherits, too."""
    wanted = request.GET.get("format", "csv")
    if wanted not in FORMATS:
        raise Http404
    merged = request.GET.get("merged") == "1"
    try:
        content = export(staff.agency.key, wanted, merged=merged)
    except ContentMistakes:
        messages.error(request, _("A text is too long for a cell of Excel. Take the export as CSV or YAML."))
        return redirect("console:faq-import", agency=staff.agency.key)
    held = "faq-with-inherited" if merged else "faq"
    return attached(content, _TYPES[wanted], held, staff.agency.key, today(staff.agency), ending="yml" if wanted == "yaml" else wanted)

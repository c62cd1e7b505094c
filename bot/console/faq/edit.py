"""Writing a new FAQ, and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.faq.editor_page import editor_context
from bot.console.faq.forms import Editor
from bot.console.faq.leading import Leading
from bot.console.faq.merging import merge_page
from bot.console.faq.objects import found_or_404
from bot.console.faq.steps import publish_version, submit_version
from bot.faq.checks.persons import must_not_be_kept
from bot.faq.content import Content, content_from
from bot.faq.errors import EditedMeanwhile, FaqError, KeyTaken
from bot.faq.models import FaqVersion
from bot.faq.naming import free_key
from bot.faq.workflow import create_draft, save_draft
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Write an FAQ that the agency does not have yet."""
    if request.method != "POST":
        return _page(request, staff, Editor.of(content_from({}), Leading(staff.agency.key), based_on=0, new=True))
    editor = Editor.sent(request.POST, Leading(staff.agency.key), new=True)
    valid = editor.is_valid()
    if request.POST.get("add") or not valid:
        return _page(request, staff, editor)
    content = editor.content()
    if _told_of_numbers(editor, content):
        return _page(request, staff, editor)
    if not content["question"]:
        editor.form.add_error(f"question_{staff.agency.default_language}", _("Write the question in at least one language."))
        return _page(request, staff, editor)
    assert editor.key is not None
    try:
        version = create_draft(staff.agency, editor.key.cleaned_data["key"] or free_key(staff.agency, content), content, request.user)
    except KeyTaken:
        editor.key.add_error("key", _("There is a question with this short name already. Choose another one."))
        return _page(request, staff, editor)
    except FaqError as error:
        editor.key.add_error("key", str(error))
        return _page(request, staff, editor)
    return _after(request, staff, version)


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def edit(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Change an FAQ of the agency; the change is a draft until it is published."""
    found = found_or_404(staff, key)
    if not found.is_own:
        if request.method == "POST":
            raise Http404
        return redirect("console:faq-entry", agency=staff.agency.key, key=key)
    note = found.at.open.note if found.at.open else ""
    if request.method != "POST":
        return _page(request, staff, Editor.of(found.current, Leading(staff.agency.key), based_on=found.at.number), key, note)
    editor = Editor.sent(request.POST, Leading(staff.agency.key))
    valid = editor.is_valid()
    if request.POST.get("add") or not valid:
        return _page(request, staff, editor, key, note)
    content = editor.content()
    if _told_of_numbers(editor, content):
        return _page(request, staff, editor, key, note)
    based_on, merged = editor.form.cleaned_data["based_on"], editor.form.cleaned_data["merged"]
    try:
        version = save_draft(found.faq, content, request.user, based_on=based_on, merged=merged)
    except EditedMeanwhile as error:
        return merge_page(request, staff, key, error, based_on=based_on, merged=merged)
    return _after(request, staff, version)


def _told_of_numbers(editor: Editor, content: Content) -> bool:
    """Whether there are numbers of persons in it that must not be stored; each is told beside its field."""
    findings = must_not_be_kept(content)
    for finding in findings:
        name = f"{finding.field}_{finding.language}"
        editor.form.add_error(name if name in editor.form.fields else None, finding.text)
    return bool(findings)


def _after(request: StaffRequest, staff: StaffContext, version: FaqVersion) -> HttpResponse:
    """What the pressed button says besides saving."""
    wanted = request.POST.get("then")
    if wanted == "publish" and staff.can(Permission.PUBLISH_CONTENT):
        return publish_version(request, staff, version.faq, version.number)
    if wanted == "submit" and version.state == FaqVersion.State.DRAFT:
        return submit_version(request, staff, version.faq, version.number)
    if version.faq.inherits:
        messages.success(request, _("The draft is saved. Citizens get it once it is published."))
    else:
        messages.success(request, _("The draft is saved. Citizens get the earlier answer until it is published."))
    return redirect("console:faq-entry", agency=staff.agency.key, key=version.faq.key)


def _page(request: StaffRequest, staff: StaffContext, editor: Editor, key: str = "", note: str = "") -> HttpResponse:
    return render(request, "console/faq/edit.html", {**editor_context(staff, editor, key), "note": note})

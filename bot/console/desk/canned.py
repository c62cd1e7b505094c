"""Prepared answers: both languages side by side, as citizens will get them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.console.desk.prepared import values_for
from bot.desk import canned
from bot.desk.models import CannedReply
from bot.languages import LANGUAGES
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_LONGEST = 2000
# What stands there instead; "contact" alone would be taken for the citizen.
_STANDS_FOR = {
    "operator": _("the name of whoever answers"),
    "agency": _("the agency's name"),
    "unit": _("the unit that serves the citizen"),
    "service": _("the service that is spoken of"),
    "contact": _("where the agency can be reached"),
}


class CannedForm(forms.Form):
    """Shortcut, title and text, in both languages or in one."""

    shortcut = forms.CharField(
        label=_("Shortcut"),
        max_length=30,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Lower-case letters, digits and hyphens only."))],
        help_text=_("What operators type behind the slash, for example hours: /hours"),
    )
    title_id = forms.CharField(label=_("Title in Indonesian"), max_length=100, required=False)
    title_ja = forms.CharField(label=_("Title in Japanese"), max_length=100, required=False)
    text_id = forms.CharField(
        label=_("Text in Indonesian"), max_length=_LONGEST, required=False, widget=forms.Textarea({"lang": "id", "rows": 6})
    )
    text_ja = forms.CharField(
        label=_("Text in Japanese"), max_length=_LONGEST, required=False, widget=forms.Textarea({"lang": "ja", "rows": 6})
    )

    def __init__(self, data: Any, reply: CannedReply) -> None:
        title, text = reply.title or {}, reply.text or {}
        initial = {f"{name}_{one}": value.get(one, "") for name, value in (("title", title), ("text", text)) for one in LANGUAGES}
        super().__init__(data, initial={"shortcut": reply.shortcut, **initial})
        self.reply = reply

    def clean_shortcut(self) -> str:
        """A shortcut that no other answer of the agency has."""
        shortcut: str = self.cleaned_data["shortcut"]
        if CannedReply.objects.filter(agency=self.reply.agency, shortcut=shortcut).exclude(pk=self.reply.pk).exists():
            raise forms.ValidationError(_("Another prepared answer has this shortcut."))
        return shortcut

    def clean(self) -> dict[str, Any]:
        """A text in one language at least, a title where there is a text, and no unknown variable."""
        given = super().clean() or {}
        if not any(given.get(f"text_{one}") for one in LANGUAGES):
            self.add_error("text_id", _("Write the text in one language at least."))
        for one in LANGUAGES:
            text = given.get(f"text_{one}", "")
            if text and not given.get(f"title_{one}"):
                self.add_error(f"title_{one}", _("Write a title in this language, too."))
            if unknown := canned.unknown_variables(text):
                names = ", ".join(f"{{{name}}}" for name in unknown)
                self.add_error(f"text_{one}", gettext("There is no variable %(names)s.") % {"names": names})
        return given

    def filled(self) -> CannedReply:
        """The answer as it was written."""
        given, reply = self.cleaned_data, self.reply
        reply.shortcut = given["shortcut"]
        reply.title = {one: given[f"title_{one}"] for one in LANGUAGES if given[f"title_{one}"]}
        reply.text = {one: given[f"text_{one}"].replace("\r\n", "\n").strip() for one in LANGUAGES if given[f"text_{one}"].strip()}
        return reply


@staff_page(Permission.CONVERSE)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """All prepared answers."""
    replies = list(CannedReply.objects.filter(agency=staff.agency))
    return render(
        request,
        "console/desk/canned.html",
        {
            **frame(staff, "canned"),
            "replies": replies,
            "own_language": own_language(staff),
            "can_change": staff.can(Permission.SUPERVISE),
        },
    )


@staff_page(Permission.SUPERVISE, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponseBase:
    """A new one."""
    return _edit(request, staff, CannedReply(agency=staff.agency))


@staff_page(Permission.SUPERVISE, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext, reply: int) -> HttpResponseBase:
    """Change one."""
    return _edit(request, staff, _reply_of(staff, reply))


@staff_page(Permission.SUPERVISE, "POST")
def preview(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Both texts as citizens would get them; a part of a page. Not by GET, because an address can end up in a log."""
    texts: dict[str, str] = {one: request.POST.get(f"text_{one}", "") for one in LANGUAGES}
    return render(request, "console/desk/canned_preview.html", {"shown": _shown(staff, texts)})


@staff_page(Permission.SUPERVISE, "POST")
def remove(request: StaffRequest, staff: StaffContext, reply: int) -> HttpResponseBase:
    """Remove one."""
    canned.remove_canned(staff, _reply_of(staff, reply))
    messages.success(request, gettext("The prepared answer is removed."))
    return redirect("console:desk-canned", agency=staff.agency.key)


def _edit(request: StaffRequest, staff: StaffContext, reply: CannedReply) -> HttpResponseBase:
    form = CannedForm(request.POST if request.method == "POST" else None, reply)
    texts: dict[str, str] = {one: str(form[f"text_{one}"].value() or "") for one in LANGUAGES}
    if form.is_valid():
        canned.store_canned(staff, form.filled())
        messages.success(request, gettext("The prepared answer is saved."))
        return redirect("console:desk-canned", agency=staff.agency.key)
    variables = [(f"{{{name}}}", _STANDS_FOR[name]) for name in canned.VARIABLES]
    context = {"form": form, "reply": reply, "shown": _shown(staff, texts), "variables": variables}
    return render(request, "console/desk/canned_edit.html", {**frame(staff, "canned"), **context})


def _shown(staff: StaffContext, texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(one, canned.fill(text[:_LONGEST], values_for(staff, None, one))[0]) for one, text in texts.items()]


def _reply_of(staff: StaffContext, number: int) -> CannedReply:
    found = CannedReply.objects.filter(agency=staff.agency, pk=number).first()
    if found is None:
        raise Http404
    return found

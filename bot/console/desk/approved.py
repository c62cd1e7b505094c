"""The messages that a platform has approved, as administrators enter them: name, language, the platform's id, words and blanks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bot.accounts.models import ChannelAccount
from bot.console.desk.forms import LANGUAGE_NAMES
from bot.console.desk.frame import frame
from bot.console.desk.prepared import values_for
from bot.desk import approved_templates
from bot.desk.approved_templates import Kept
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from channels.approved import MESSAGE, Approved, blanks
from channels.registry import connected

# The longest that WhatsApp approves.
_LONGEST = 1024
_NUMBERS = ("2", "3", "4", "5")
_WHAT = (
    ("", "–"),
    ("operator", _("the operator's name")),
    ("agency", _("the agency's name")),
    ("unit", _("the unit's name")),
    ("service", _("the service's name")),
    ("contact", _("the agency's contact")),
)


class ApprovedForm(forms.Form):
    """One approved message in one language."""

    account = forms.ChoiceField(label=_("Account"))
    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        validators=[RegexValidator(r"^[\w][\w .()-]*$", _("Letters, digits, spaces and hyphens only."))],
        help_text=_(
            "What operators choose it by. The same name in the other language belongs to it. “answer” is what the assistant uses itself."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_NAMES)
    reference = forms.CharField(label=_("The platform's id"), max_length=80)
    body = forms.CharField(
        label=_("Words, exactly as they were approved"),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("{{1}} is where the operator's words will stand. Further blanks are {{2}}, {{3}} and so on."),
    )

    def __init__(self, data: Any, accounts: list[ChannelAccount], stored: Kept | None) -> None:
        template = stored.template if stored is not None else None
        initial: dict[str, Any] = {}
        if stored is not None and template is not None:
            initial = {"account": str(stored.account.pk), "name": template.name, "language": template.language}
            initial |= {"reference": template.reference, "body": template.body}
            initial |= {f"blank_{number}": template.variables.get(number, "") for number in _NUMBERS}
        super().__init__(data, initial=initial)
        self.accounts = {str(row.pk): row for row in accounts}
        self.stored = stored
        for number in _NUMBERS:
            label = gettext("What stands in %(blank)s") % {"blank": f"{{{{{number}}}}}"}
            self.fields[f"blank_{number}"] = forms.ChoiceField(label=label, choices=_WHAT, required=False)
        account = self.fields["account"]
        assert isinstance(account, forms.ChoiceField)
        account.choices = [(str(row.pk), str(row)) for row in accounts]
        account.disabled = stored is not None

    def clean(self) -> dict[str, Any]:
        """An id of the platform's form, the operator's blank once, each further blank filled, and a name that is free."""
        given = super().clean() or {}
        row = self.accounts.get(given.get("account", ""))
        pattern = connected(row.channel).template_reference if row is not None else None
        if pattern is not None and given.get("reference") and not pattern.fullmatch(given["reference"]):
            self.add_error("reference", _("This is no id of a template. At Twilio it is HX and 32 digits or letters from a to f."))
        body = given.get("body", "")
        if body and body.count("{{1}}") != 1:
            self.add_error("body", _("{{1}} must stand in it exactly once."))
        unknown = [one for one in blanks(body) if one != MESSAGE and one not in _NUMBERS]
        if unknown:
            self.add_error("body", _("At most five blanks can be filled: {{1}} to {{5}}."))
        for number in _NUMBERS:
            if number in blanks(body) and not given.get(f"blank_{number}"):
                self.add_error(f"blank_{number}", _("Say what stands in this blank."))
        if row is not None and self._is_taken(row, given.get("name", ""), given.get("language", "")):
            self.add_error("name", _("There is a template with this name in this language already."))
        return given

    def filled(self) -> Kept:
        """The message as it was entered."""
        given = self.cleaned_data
        used = blanks(given["body"])
        template = Approved(
            *(given["name"].strip(), given["language"], given["reference"], given["body"].replace("\r\n", "\n").strip()),
            variables={number: given[f"blank_{number}"] for number in _NUMBERS if number in used},
            archived=self.stored is not None and self.stored.template.archived,
        )
        return Kept(self.accounts[given["account"]], template)

    def _is_taken(self, row: ChannelAccount, name: str, language: str) -> bool:
        own = (self.stored.template.name, self.stored.template.language) if self.stored is not None else None
        others = [one.template for one in approved_templates.kept(row.agency) if one.account.pk == row.pk]
        return (name, language) != own and any((one.name, one.language) == (name, language) for one in others)


@staff_page(Permission.SUPERVISE)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """All of them, with their words."""
    rows = [{"kept": one, "shown": _shown(staff, one.template)} for one in approved_templates.kept(staff.agency)]
    context = {**frame(staff, "approved"), "rows": rows, "accounts": approved_templates.accounts_with_templates(staff.agency)}
    return render(request, "console/desk/approved.html", context)


@staff_page(Permission.SUPERVISE, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponseBase:
    """A new one."""
    return _edit(request, staff, None)


@staff_page(Permission.SUPERVISE, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext, account: UUID, language: str, name: str) -> HttpResponseBase:
    """Change one."""
    return _edit(request, staff, _kept(staff, account, language, name))


@staff_page(Permission.SUPERVISE, "POST")
def archive(request: StaffRequest, staff: StaffContext, account: UUID, language: str, name: str) -> HttpResponseBase:
    """Take one out of use, or into use again."""
    one = _kept(staff, account, language, name)
    archived = request.POST.get("archived") == "yes"
    approved_templates.set_archived(staff, one.account, one.template, archived)
    messages.success(request, gettext("The template is archived.") if archived else gettext("The template is used again."))
    return redirect("console:desk-approved", agency=staff.agency.key)


def _edit(request: StaffRequest, staff: StaffContext, stored: Kept | None) -> HttpResponseBase:
    accounts = approved_templates.accounts_with_templates(staff.agency)
    if not accounts:
        raise Http404
    form = ApprovedForm(request.POST if request.method == "POST" else None, accounts, stored)
    if form.is_valid():
        made = form.filled()
        approved_templates.store(staff, made.account, made.template, stored.template if stored is not None else None)
        messages.success(request, gettext("The template is saved."))
        return redirect("console:desk-approved", agency=staff.agency.key)
    shown = _shown(staff, stored.template) if stored is not None and stored.template.body else None
    return render(request, "console/desk/approved_edit.html", {**frame(staff, "approved"), "form": form, "kept": stored, "shown": shown})


def _shown(staff: StaffContext, template: Approved) -> tuple[str, str]:
    """Its words before and behind the operator's, the further blanks filled where that is known without a conversation."""
    known = values_for(staff, None, template.language)
    return template.pieces({number: known.get(what) or f"[{what}]" for number, what in template.variables.items()})


def _kept(staff: StaffContext, account: UUID, language: str, name: str) -> Kept:
    for one in approved_templates.kept(staff.agency):
        if one.account.pk == account and (one.template.language, one.template.name) == (language, name):
            return one
    raise Http404

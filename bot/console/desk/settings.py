"""The settings of an agency's desk, and its prepared answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bot.console.desk.frame import frame
from bot.desk.desk_settings import FIELDS, change_settings, settings_of
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


class SettingsForm(forms.Form):
    """Everything that a supervisor decides about the desk."""

    enabled = forms.BooleanField(
        label=_("The desk is open"),
        required=False,
        help_text=_("Switched off, the assistant tells citizens whom else they can ask, and hands nobody over."),
    )
    takes_callbacks = forms.BooleanField(
        label=_("Offer to call back"), required=False, help_text=_("While nobody is there, citizens can leave a name and a number.")
    )
    asks_satisfaction = forms.BooleanField(
        label=_("Ask for satisfaction"), required=False, help_text=_("After a conversation is closed, the citizen can give one to five.")
    )
    first_reply_warning = forms.IntegerField(label=_("Warn after so many minutes without an answer"), min_value=1, max_value=1440)
    first_reply_within = forms.IntegerField(
        label=_("Promise an answer within so many minutes"),
        min_value=1,
        max_value=1440,
        help_text=_("What takes longer stands on the live board as late."),
    )
    transcript_days = forms.IntegerField(
        label=_("Keep conversations for so many days"),
        min_value=7,
        max_value=3650,
        help_text=_(
            "After that their words are removed; figures stay. For a callback the days begin when it is done; "
            "if nobody is reached, name and number are removed after twice as many days."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The warning comes before the promise is broken."""
        given = super().clean() or {}
        warning, within = given.get("first_reply_warning"), given.get("first_reply_within")
        if warning and within and warning > within:
            self.add_error("first_reply_warning", _("The warning must come before the promise is broken."))
        return given


@staff_page(Permission.SUPERVISE, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Read or change the settings."""
    stored = settings_of(staff.agency)
    initial = {name: getattr(stored, name) for name in FIELDS}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        change_settings(staff, form.cleaned_data)
        messages.success(request, gettext("The settings are saved."))
        return redirect("console:desk-settings", agency=staff.agency.key)
    return render(request, "console/desk/settings.html", {**frame(staff, "settings"), "form": form})

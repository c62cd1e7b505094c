"""The settings of the inbox."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.questions.forms import SettingsForm
from bot.questions.inbox_settings import change_settings, settings_of
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.MANAGE_AGENCY, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """When an answer counts as unsure, and how long questions are kept."""
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_of(settings_of(staff.agency)))
    if form.is_valid():
        change_settings(staff, form.cleaned_data["unsure_below"] / 100, form.cleaned_data["keep_days"])
        messages.success(request, _("The settings are saved."))
        return redirect("console:questions", agency=staff.agency.key)
    return render(request, "console/questions/settings.html", {"form": form})

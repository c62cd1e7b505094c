"""When the installation trains by itself, and when it goes back by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.training.forms import SettingsForm
from bot.releases.release_settings import change_settings, settings_now
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.MANAGE_AGENCY, "GET", "POST")
def change(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Change the settings."""
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_of(settings_now()))
    if form.is_valid():
        change_settings(staff, form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("console:training", agency=staff.agency.key)
    return render(request, "console/training/settings.html", {"form": form})

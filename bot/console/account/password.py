"""A new password for oneself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot.console.entrance.forms import NewPasswordForm
from bot.console.entrance.sign_in import locked_sentence
from bot.staff import signing_in
from bot.staff.access import signed_in
from bot.staff.context import StaffRequest


class PasswordForm(NewPasswordForm):
    """The present password and the new one."""

    current = forms.CharField(
        label=gettext_lazy("Present password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "again")


@signed_in("GET", "POST")
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; all other browsers are signed out."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        # Guesses count here as they do at the sign-in.
        if signing_in.check_password(request, request.user.get_username(), form.cleaned_data["current"]) is not None:
            signing_in.change_password(request, request.user, form.cleaned_data["password"])
            messages.success(request, _("Your password is changed. All other browsers are signed out."))
            return redirect("console:account")
        minutes = signing_in.minutes_locked(request, request.user.get_username())
        form.add_error("current", locked_sentence(minutes) if minutes else _("This is not your present password."))
    return render(request, "console/account/password.html", {"form": form})

"""One's own second factor: set up, new recovery codes, removed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.console.entrance.forms import CodeForm
from bot.console.entrance.sign_in import wait_sentence
from bot.staff import second_factor
from bot.staff.access import signed_in
from bot.staff.context import StaffRequest


@signed_in("GET", "POST", before_second_factor=True)
def factor(request: StaffRequest) -> HttpResponse:
    """Set the second factor up, or see that it is."""
    user = request.user
    obligatory = second_factor.is_obligatory(user)
    if second_factor.device_of(user) is not None:
        context = {"obligatory": obligatory, "codes_left": second_factor.recovery_codes_left(user), "form": CodeForm()}
        return render(request, "console/account/factor_on.html", context)
    device = second_factor.device_in_preparation(user)
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = _("The six digits that the app shows now.")
    if form.is_valid():
        if seconds := second_factor.seconds_until(device):
            form.add_error("code", wait_sentence(seconds))
        elif codes := second_factor.confirm(request, user, form.cleaned_data["code"]):
            return render(request, "console/account/recovery_codes.html", {"codes": codes, "first": True})
        else:
            form.add_error(
                "code", _("This code is not right. Please type the one that the app shows now; check the clock of your telephone.")
            )
    context = {
        "form": form,
        "obligatory": obligatory,
        "picture": second_factor.picture(device),
        "secret": second_factor.typed_secret(device),
    }
    return render(request, "console/account/factor_set_up.html", context)


@signed_in("POST")
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Ten new recovery codes, for who shows a code."""

    def renewed() -> HttpResponse:
        codes = second_factor.renew_recovery_codes(request.user)
        return render(request, "console/account/recovery_codes.html", {"codes": codes, "first": False})

    return _with_code(request, renewed)


@signed_in("POST")
def remove(request: StaffRequest) -> HttpResponse:
    """Do without a second factor, for who shows a code and is no administrator."""

    def removed() -> HttpResponse:
        if second_factor.is_obligatory(request.user):
            messages.error(request, _("Administrators need a second factor."))
        else:
            second_factor.remove(request.user, request.user)
            messages.success(request, _("The second factor is removed."))
        return redirect("console:second-factor")

    return _with_code(request, removed)


def _with_code(request: StaffRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    form = CodeForm(request.POST)
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    if typed and (seconds := second_factor.seconds_to_wait(request.user, typed)):
        messages.error(request, wait_sentence(seconds))
    elif typed and second_factor.verify(request.user, typed) is not None:
        return do()
    else:
        messages.error(request, _("This code is not right, or it was used already. Please type the one that your app shows now."))
    return redirect("console:second-factor")

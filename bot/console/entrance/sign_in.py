"""Sign-in, the code of the second factor, and sign-out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.console.entrance.forms import CodeForm, SignInForm
from bot.console.language import keep_language_of, speak_to
from bot.staff import second_factor, signing_in
from bot.staff.access import public_page, safe_next, sign_in_address, signed_in
from bot.staff.context import StaffRequest


def locked_sentence(minutes: int) -> str:
    """What somebody reads who has guessed too often."""
    return ngettext(
        "Too many wrong passwords. Please try again in %(minutes)d minute. An administrator of your agency can unlock it sooner.",
        "Too many wrong passwords. Please try again in %(minutes)d minutes. An administrator of your agency can unlock it sooner.",
        minutes,
    ) % {"minutes": minutes}


@public_page("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password."""
    next_page = safe_next(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(next_page)
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        email = form.cleaned_data["email"]
        user = signing_in.check_password(request, email, form.cleaned_data["password"])
        if user is not None:
            signed = signing_in.go_on(request, user, next_page)
            response = redirect(next_page if signed else "console:sign-in-code")
            speak_to(request, response, user)
            if signed:
                keep_language_of(request, user)
            return response
        if minutes := signing_in.minutes_locked(request, email):
            status = 429
            form.add_error(None, locked_sentence(minutes))
        else:
            form.add_error(None, _("E-mail and password do not belong together. Please check both."))
    return render(request, "console/entrance/sign_in.html", {"form": form, "next": next_page}, status=status)


@public_page("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, after the password."""
    half_way = signing_in.half_way(request)
    if half_way is None:
        return redirect(sign_in_address(safe_next(None)))
    user, next_page = half_way
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs["autofocus"] = True
    if form.is_valid():
        typed = form.cleaned_data["code"]
        if seconds := second_factor.seconds_to_wait(user, typed):
            form.add_error("code", wait_sentence(seconds))
        elif signing_in.finish(request, user, typed):
            response = redirect(next_page)
            speak_to(request, response, user)
            keep_language_of(request, user)
            _warn_of_few_codes(request)
            return response
        else:
            form.add_error("code", _("This code is not right, or it was used already. Please type the one that your app shows now."))
    return render(request, "console/entrance/code.html", {"form": form})


def wait_sentence(seconds: int) -> str:
    """What somebody reads whose last codes were wrong."""
    return ngettext(
        "The last code was wrong. Please wait %(seconds)d second and try again.",
        "The last codes were wrong. Please wait %(seconds)d seconds and try again.",
        seconds,
    ) % {"seconds": seconds}


def _warn_of_few_codes(request: HttpRequest) -> None:
    user = request.user
    if user.is_authenticated and (left := second_factor.recovery_codes_left(user)) < 3:
        sentence = ngettext("You have %(left)d recovery code left.", "You have %(left)d recovery codes left.", left) % {"left": left}
        messages.warning(request, sentence + " " + _("Make new ones under “My account”."))


@signed_in("POST", before_second_factor=True)
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session of this browser."""
    signing_in.sign_out(request)
    messages.success(request, _("You are signed out."))
    return redirect("console:sign-in")

"""The language of the pages: chosen in the header, kept in a cookie and with the person, whose language comes along at sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from bot.staff.access import public_page, safe_next
from bot.staff.own_language import begin_with_language, keep_language, own_language

# Chosen before signing in, by whoever signs in next.
_CHOSEN = "console.language_chosen"


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Keep the language for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def chosen_language(request: HttpRequest) -> str | None:
    """The language that was chosen in this browser, if one was."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return wanted if wanted in dict(settings.LANGUAGES) else None


def speak_to(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Go on in the language of the person who has just given the password: the one chosen on these pages, else their own."""
    language = request.session.get(_CHOSEN) or own_language(user)
    if language:
        remember_language(response, language)


def keep_language_of(request: HttpRequest, user: User) -> None:
    """Keep what the person who has just signed in chose before; who has no language yet goes on with that of the browser."""
    chosen = request.session.pop(_CHOSEN, None)
    if chosen:
        keep_language(user, chosen)
    elif (language := chosen_language(request)) is not None:
        begin_with_language(user, language)
    if (language := own_language(user)) is not None:
        translation.activate(language)


@public_page("POST")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language, for this browser and for the person, and go back to the page."""
    response = HttpResponseRedirect(safe_next(request.POST.get("next")))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        remember_language(response, wanted)
        if isinstance(request.user, User):
            keep_language(request.user, wanted)
        else:
            request.session[_CHOSEN] = wanted
    return response

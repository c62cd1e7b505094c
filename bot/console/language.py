"""The language of the pages: chosen in the header and kept in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from bot.staff.access import public_page, safe_next


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


@public_page("POST")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language and go back to the page."""
    response = HttpResponseRedirect(safe_next(request.POST.get("next")))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        remember_language(response, wanted)
    return response

"""The language in which a person reads the console, kept with the account, so that another computer speaks it too."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from bot.staff.models import Profile


def own_language(user: User) -> str | None:
    """The language that the person reads; None as long as none is known."""
    language = Profile.objects.filter(user=user).values_list("language", flat=True).first()
    return language if language in dict(settings.LANGUAGES) else None


def keep_language(user: User, language: str) -> None:
    """Keep the language that the person has chosen."""
    Profile.objects.update_or_create(user=user, defaults={"language": language})


def begin_with_language(user: User, language: str) -> None:
    """Keep a language for somebody of whom none is known."""
    Profile.objects.get_or_create(user=user, defaults={"language": language})

"""What the templates of the inbox ask for."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from bot.languages import LANGUAGES, say

register = template.Library()


@register.filter
def named(text: Mapping[str, str], agency_language: str) -> str:
    """A text in the page's language; else in the agency's, else in any."""
    order = (get_language() or "", agency_language, *LANGUAGES)
    return next((found for language in order if (found := say(text, language))), "")

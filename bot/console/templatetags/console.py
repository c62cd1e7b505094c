"""What the console's templates ask for."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from bot.catalogue.models import Agency
from bot.languages import say
from bot.staff.audit import action_words, author_words, kind_words

register = template.Library()
register.filter("action_words", action_words)
register.filter("author_words", author_words)
register.filter("kind_words", kind_words)


@register.filter
def agency_name(agency: Agency) -> str:
    """The agency's name in the page's language, or in its own where that is neither of the two."""
    return say(agency.name, get_language() or "") or say(agency.name, agency.default_language)


@register.simple_tag
def between_sentences() -> str:
    """What stands between two sentences in the page's language: a blank, but nothing in Japanese."""
    return "" if (get_language() or "").startswith("ja") else " "

"""The public page of an agency's figures: no sign-in, no cookie, at most ten minutes old, gone once it is switched off."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from bot.analytics import transparency
from bot.analytics.public_texts import TEXTS, duration, number, percent
from bot.analytics.transparency import LEAST, PublicFigures
from bot.catalogue.models import Agency
from bot.languages import LANGUAGES, date, say

_SECONDS = 600


@require_safe
def page(request: HttpRequest, agency: str) -> HttpResponse:
    """The figures of one agency; not found while its administrator has not switched the page on."""
    found = Agency.objects.filter(key=agency, transparency_page__published=True).first()
    if found is None:
        raise Http404
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else found.default_language
    key = f"transparency:{found.pk}"
    figures: PublicFigures | None = cache.get(key)
    if figures is None:
        figures = transparency.public_figures(found)
        cache.set(key, figures, _SECONDS)
    response = render(request, "analytics/transparency.html", _context(found, language, figures))
    # Whoever keeps a copy asks before showing it again: a page that was switched off must not go on showing anywhere.
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _context(agency: Agency, language: str, figures: PublicFigures) -> dict[str, object]:
    totals, texts = figures.totals, TEXTS[language]
    # Fewer than five is a number of people; a share or a time of theirs has none that could be said.
    few, untold = texts["few"], texts["untold"]
    facts = [
        (texts["people"], number(figures.people, language) if figures.enough else few),
        (texts["messages"], number(totals.messages, language) if figures.enough else untold),
        (texts["answered"], percent(totals.share("answer"), language) if figures.enough else untold),
        (texts["median"], duration(totals.median_time, language) if figures.enough else untold),
        (texts["satisfaction"], percent(totals.satisfaction, language) if figures.enough_opinions else untold),
    ]
    return {
        "agency": say(agency.name, language),
        "language": language,
        "other": "id" if language == "ja" else "ja",
        "texts": texts,
        "facts": facts,
        "first": date(figures.period.first, language),
        "last": date(figures.period.last, language),
        "key": agency.key,
        "services": [(names[language], number(count, language)) for _key, names, count in figures.services] if figures.enough else [],
        "hidden": texts["hidden"].format(least=LEAST) if figures.small_services else "",
        "note": texts["note"].format(least=LEAST),
    }

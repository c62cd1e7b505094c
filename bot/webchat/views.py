"""The two pages: choose an agency, and chat with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot.catalogue.models import Agency
from bot.languages import LANGUAGES, say
from bot.pipeline.database import in_database
from bot.webchat.agencies import UnknownChat, example_questions, find_agency
from bot.webchat.conversation_cookie import conversation_of, new_conversation, remember
from bot.webchat.refusals import sentence
from bot.webchat.texts import TEXTS


@require_safe
async def choose(request: HttpRequest) -> HttpResponse:
    """The page on which one chooses an agency."""
    language = _language(request, "id")
    agencies = await in_database(_agencies)
    return render(request, "webchat/choose.html", {**_both(language), "agencies": agencies})


@require_safe
async def chat(request: HttpRequest, agency: str) -> HttpResponse:
    """The chat with one agency."""
    try:
        view = await find_agency(agency)
    except UnknownChat:
        language = _language(request, "id")
        sentences = [{"language": one, "text": sentence("unknown_agency", one)} for one in LANGUAGES]
        return render(request, "webchat/unknown_agency.html", {**_both(language), "sentences": sentences}, status=404)
    language = _language(request, view.default_language)
    context = {
        **_both(language),
        "agency": {"key": view.key, "name": say(view.name, language)},
        "example_questions": example_questions(view, language),
    }
    response = render(request, "webchat/chat.html", context)
    response["Cache-Control"] = "no-store"
    remember(response, agency, conversation_of(request, agency) or new_conversation())
    return response


def _language(request: HttpRequest, default: str) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else default


def _both(language: str) -> dict[str, object]:
    other = "id" if language == "ja" else "ja"
    return {"language": language, "other_language": other, "texts": TEXTS[language]}


def _agencies() -> list[dict[str, str]]:
    found = Agency.objects.exclude(kind=Agency.Kind.NATIONAL).order_by("country", "key")
    return [{"key": one.key, "name_id": one.name["id"], "name_ja": one.name["ja"], "country": one.country} for one in found]

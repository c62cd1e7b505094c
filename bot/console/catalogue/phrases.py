"""The live check of aliases and examples while somebody types."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bot.catalogue.editing.clashes import Claims
from bot.catalogue.editing.surroundings import corpus_of
from bot.console.catalogue.speech import named
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_MOST = 400


@staff_page(Permission.EDIT_CONTENT, "POST")
def check(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Which of the lines already lead to another service."""
    typed = (request.POST.get(f"{facet}-{language}", "") for facet in ("aliases", "examples") for language in ("id", "ja"))
    lines = list(dict.fromkeys(line.strip() for text in typed for line in text.splitlines() if line.strip()))[:_MOST]
    claims = Claims(corpus_of(staff.agency), staff.agency.key)
    found = [{"clash": one, "name": named(one.name)} for one in claims.clashes(request.POST.get("service", ""), lines)]
    return render(request, "console/catalogue/clashes.html", {"clashes": found, "count": len(lines)})

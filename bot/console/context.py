"""What every page of the console needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from bot.console import work_list
from bot.console.navigation import links
from bot.console.waiting import in_review
from bot.staff.access import ROOT
from bot.staff.context import StaffContext, name_of
from bot.staff.permissions import Permission

# Each language by its own name, which its readers recognise whatever the page's language.
_LANGUAGES = (("id", "ID", "Bahasa Indonesia"), ("ja", "日本語", "日本語"), ("en", "EN", "English"))


def console(request: HttpRequest) -> dict[str, Any]:
    """The person, the agency, the navigation and the languages; nothing on citizens' pages."""
    if not request.path.startswith(ROOT):
        return {}
    staff: StaffContext | None = getattr(request, "staff", None)
    match = request.resolver_match
    found: dict[str, Any] = {"staff": staff, "console_languages": _LANGUAGES, "here": request.path if request.method == "GET" else ""}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        found["person"] = name_of(user)
    if staff is not None:
        # A reviewer sees on every page that somebody waits for them; a part of a page has no navigation.
        whole = request.headers.get("HX-Request") != "true"
        waiting = in_review(staff.agency) if whole and staff.can(Permission.PUBLISH_CONTENT) else {}
        found["work_list"] = work_list.current(request, staff) if whole else None
        found["navigation"] = list(links(staff, (match.url_name if match else None) or "", waiting))
    return found

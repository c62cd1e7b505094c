"""A list of texts that somebody works through: kept in the session, so that every page on the way leads back to it."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest

from bot.staff.context import StaffContext

_KEY = "work-list"


class WorkList(TypedDict):
    """Whose list it is, where it stands, and which amounts its texts state."""

    agency: str
    address: str
    about: str


def begin(request: HttpRequest, staff: StaffContext, address: str, about: str) -> None:
    """From now on pages of the agency lead back to this list."""
    wanted = WorkList(agency=staff.agency.key, address=address, about=about)
    if request.session.get(_KEY) != wanted:
        request.session[_KEY] = wanted


def end(request: HttpRequest) -> None:
    """Pages lead back to no list any more."""
    request.session.pop(_KEY, None)


def end_at(request: HttpRequest, path: str) -> None:
    """Pages lead back to that list no more; another one stays."""
    found: WorkList | None = request.session.get(_KEY)
    if found is not None and found["address"].partition("?")[0] == path:
        end(request)


def current(request: HttpRequest, staff: StaffContext) -> WorkList | None:
    """The list that a page of the agency leads back to; none on the page of the list."""
    found: WorkList | None = request.session.get(_KEY)
    if found is None or found["agency"] != staff.agency.key or found["address"].partition("?")[0] == request.path:
        return None
    return found

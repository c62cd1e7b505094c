"""The three decorators that make the console's views: for an agency's staff, for whoever is signed in, for everybody.

Each view of the console is made by one of them; a test walks the addresses and fails for any other.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from bot.catalogue.models import Agency
from bot.staff import sessions, signing_in
from bot.staff.context import StaffContext, StaffRequest, staff_context, stopped_agencies_of
from bot.staff.links import CONSOLE
from bot.staff.permissions import Permission

P = ParamSpec("P")
ROOT = CONSOLE
_HABITS = "staff.habits"


class AccessStopped(PermissionDenied):
    """An administrator has stopped the person's access to the agency."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(agency.key)
        self.agency = agency


class PermissionLacking(PermissionDenied):
    """None of the person's roles in the agency allows what they asked for."""

    def __init__(self, staff: StaffContext, permission: Permission) -> None:
        super().__init__(permission.value)
        self.staff = staff
        self.permission = permission


@dataclass(frozen=True)
class Access:
    """Who may call a view: "staff" with the permission in the agency of the address, "signed in", or "public"."""

    kind: str
    permission: Permission | None = None


class ConsoleView(Protocol):
    """A view that says who may call it."""

    access: Access

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer a request."""


def staff_page(
    permission: Permission, *methods: str
) -> Callable[[Callable[Concatenate[StaffRequest, StaffContext, P], HttpResponseBase]], ConsoleView]:
    """A page of an agency, whose key is the address's part `agency`; it is called with the request and the `StaffContext`.

    Who is not signed in is led to do so. Somebody else's agency is not found, and looks like one that does not exist. Without the
    permission, or once an administrator has stopped their access, the answer is 403. `methods` are GET alone unless others are named.
    """

    def decorate(view: Callable[Concatenate[StaffRequest, StaffContext, P], HttpResponseBase]) -> ConsoleView:
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = _signed_in_user(request)
            if isinstance(user, HttpResponseBase):
                return user
            agency = str(kwargs.pop("agency"))
            staff = staff_context(user, agency)
            if staff is None:
                stopped = next((one for one in stopped_agencies_of(user) if one.key == agency), None)
                raise Http404 if stopped is None else AccessStopped(stopped)
            trusted = cast(StaffRequest, request)
            trusted.staff = staff
            _keep_habits(request, staff)
            if not staff.can(permission):
                raise PermissionLacking(staff, permission)
            return view(trusted, staff, *args, **kwargs)

        return _made(view, answer, Access("staff", permission), methods)

    return decorate


def signed_in(
    *methods: str, before_second_factor: bool = False
) -> Callable[[Callable[Concatenate[StaffRequest, P], HttpResponseBase]], ConsoleView]:
    """A page for whoever is signed in, with or without an agency.

    `before_second_factor` lets an administrator in who still has to set up the second factor.
    """

    def decorate(view: Callable[Concatenate[StaffRequest, P], HttpResponseBase]) -> ConsoleView:
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = _signed_in_user(request, before_second_factor)
            return user if isinstance(user, HttpResponseBase) else view(cast(StaffRequest, request), *args, **kwargs)

        return _made(view, answer, Access("signed in"), methods)

    return decorate


def public_page(*methods: str) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], ConsoleView]:
    """A page for everybody, such as the sign-in."""

    def decorate(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> ConsoleView:
        return _made(view, view, Access("public"), methods)

    return decorate


def safe_next(wanted: str | None) -> str:
    """The page of the console to go on to; its front page for an address that lies anywhere else."""
    if wanted and wanted.startswith(ROOT) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("console:home")


def sign_in_address(next_page: str) -> str:
    """The sign-in page that leads on to a page."""
    return f"{reverse('console:sign-in')}?{urlencode({'next': next_page})}"


def _made(view: Callable[..., object], answer: Callable[..., HttpResponseBase], access: Access, methods: tuple[str, ...]) -> ConsoleView:
    allowed = {*(methods or ("GET",)), *(["HEAD"] if not methods or "GET" in methods else [])}

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        _speak_as_before(request)
        response = answer(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    made = cast(ConsoleView, wrapped)
    made.access = access
    return made


def _signed_in_user(request: HttpRequest, before_second_factor: bool = False) -> User | HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return _away(request)
    present = sessions.present(request)
    if present is None:
        signing_in.sign_out(request)
        return _away(request)
    device = getattr(user, "otp_device", None)
    if device is None and not before_second_factor:
        if present.has_second_factor:
            # It was set up elsewhere, so this session has not shown it.
            signing_in.sign_out(request)
            return _away(request)
        if present.needs_second_factor:
            return _to(request, reverse("console:second-factor"))
    return user


def _away(request: HttpRequest) -> HttpResponse:
    # After a form or a part of a page one comes back to the page it stood on, not to an address that only takes forms.
    page = request.get_full_path()
    if _is_partial(request):
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    elif request.method not in ("GET", "HEAD"):
        page = urlsplit(request.headers.get("Referer", "")).path
    return _to(request, sign_in_address(safe_next(page)))


def _to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if _is_partial(request) else HttpResponseRedirect(address)


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _speak(request: HttpRequest, language: str) -> None:
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language


def _keep_habits(request: HttpRequest, staff: StaffContext) -> None:
    """The agency's language, unless the person chose one, and its clock; also for the pages about the person, which have no agency."""
    habits = {"language": staff.agency.default_language, "timezone": staff.agency.timezone}
    if request.session.get(_HABITS) != habits:
        request.session[_HABITS] = habits
    _speak_as_before(request)


def _speak_as_before(request: HttpRequest) -> None:
    habits = request.session.get(_HABITS)
    if habits:
        _speak(request, habits["language"])
        timezone.activate(habits["timezone"])

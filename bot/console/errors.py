"""What the console says when something is not allowed, not there or broken. Everywhere else Django's own pages stay, but for what is
not there: `404.html`, for citizens."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import csrf, defaults

from bot.staff.access import ROOT, AccessStopped, PermissionLacking
from bot.staff.context import administrators_of, agencies_of
from bot.staff.permissions import roles_allowing


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but without the permission, or no longer with access to the agency."""
    if isinstance(exception, AccessStopped):
        context = {"agency": exception.agency, "administrators": administrators_of(exception.agency)}
        return render(request, "console/errors/stopped.html", context, status=403)
    if isinstance(exception, PermissionLacking):
        context = {
            "may": roles_allowing(exception.permission),
            "administrators": administrators_of(exception.staff.agency),
            "sent": request.method not in ("GET", "HEAD"),
        }
        return render(request, "console/errors/forbidden.html", context, status=403)
    if request.path.startswith(ROOT):
        return render(request, "console/errors/forbidden.html", status=403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or another agency's, which looks the same to whoever does not belong to it."""
    if request.path.startswith(ROOT):
        user = getattr(request, "user", None)
        agencies = agencies_of(user) if isinstance(user, User) and user.is_active else []
        return render(request, "console/errors/not_found.html", {"agencies": agencies}, status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    if request.path.startswith(ROOT):
        # Without the request: what the page's surroundings read may be the very thing that is broken.
        return HttpResponse(render(None, "console/errors/server_error.html").content, status=500)
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not come from a page of ours, or from one that was open too long."""
    if request.path.startswith(ROOT):
        return render(request, "console/errors/form_too_old.html", status=403)
    return csrf.csrf_failure(request, reason)

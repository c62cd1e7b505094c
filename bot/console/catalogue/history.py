"""The versions of a service: what each changed, and taking an earlier one up again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.catalogue.editing import versions as domain
from bot.catalogue.editing import words, workflow
from bot.catalogue.editing.errors import UnknownService
from bot.catalogue.models import ServiceVersion
from bot.console.catalogue.opened import opened
from bot.console.catalogue.speech import named
from bot.console.difference import difference
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 20


@staff_page(Permission.VIEW_CONTENT)
def versions(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Every version, the newest first."""
    found = opened(staff.agency, service)
    rows = domain.versions(staff.agency, service).order_by("-number").defer("content")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "service": service,
        "name": named(found.merged.get("name")) or service,
        "page": page,
        "query": "",
        "rows": [{"version": one, "state": words.STATES[one.state], "source": words.SOURCES[one.source]} for one in page],
    }
    return render(request, "console/catalogue/versions.html", context)


@staff_page(Permission.VIEW_CONTENT)
def version(request: StaffRequest, staff: StaffContext, service: str, number: int) -> HttpResponse:
    """What one version changed, and how it differs from what the bot answers now."""
    found = opened(staff.agency, service)
    try:
        one = domain.version_of(staff.agency, service, number)
    except UnknownService as error:
        raise Http404 from error
    earlier = domain.versions(staff.agency, service).filter(number__lt=number).last()
    context = {
        "service": service,
        "name": named(found.merged.get("name")) or service,
        "version": one,
        "state": words.STATES[one.state],
        "source": words.SOURCES[one.source],
        "earlier": earlier,
        "changed": difference(earlier.content if earlier is not None else None, one.content),
        "to_live": [] if one.state == ServiceVersion.State.PUBLISHED else difference(*found.beside_live(one.content)),
        "can_restore": staff.can(Permission.EDIT_CONTENT) and one.content != found.content,
    }
    return render(request, "console/catalogue/version.html", context)


@staff_page(Permission.EDIT_CONTENT, "POST")
def restore(request: StaffRequest, staff: StaffContext, service: str, number: int) -> HttpResponse:
    """Take an earlier version up as a draft."""
    opened(staff.agency, service)
    try:
        workflow.restore_version(staff.agency, service, number, staff.user)
    except UnknownService as error:
        raise Http404 from error
    messages.success(request, _("The earlier version is a draft now. Publish it when it is right."))
    return redirect("console:catalogue-service", agency=staff.agency.key, service=service)

"""Which office serves which service, and the editor of offices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bot.answers.places import weekly_hours
from bot.catalogue.editing import offices as domain
from bot.catalogue.editing.errors import EditingError, KeyTaken, OfficeInUse, WrongKey
from bot.catalogue.editing.surroundings import corpus_of
from bot.catalogue.merge import office_view
from bot.catalogue.models import Office
from bot.catalogue.store import office_document
from bot.console.catalogue.office_forms import OfficeForm
from bot.console.catalogue.rights import rights
from bot.console.catalogue.speech import named
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 30


@staff_page(Permission.VIEW_CONTENT)
def offices(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Each office with its week and the services done there; then the services that name no office."""
    served = domain.services_at(corpus_of(staff.agency), staff.agency.key)
    language = "ja" if request.LANGUAGE_CODE == "ja" else "id"
    lineage = staff.agency.lineage
    rows = Office.objects.filter(agency__in=lineage).select_related("agency").prefetch_related("intervals", "closures")
    mine = sorted(rows, key=lambda one: (one.agency_id != staff.agency.pk, named(one.name)))
    page = Paginator(mine, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": "",
        "rows": [
            {
                "office": one,
                "name": named(one.name),
                "own": one.agency_id == staff.agency.pk,
                "hours": weekly_hours(office_view(one), language) if one.hours_known else "",
                "services": [{"key": key, "name": named(name)} for key, name in served.get(one.key, [])],
            }
            for one in page
        ],
        "elsewhere": [{"key": key, "name": named(name)} for key, name in served.get("", [])],
        **rights(staff),
    }
    return render(request, "console/catalogue/offices.html", context)


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Add an office."""
    form = OfficeForm(_typed(request), None)
    if request.method == "POST" and request.POST.get("action") != "add" and form.is_valid():
        try:
            domain.add_office(staff.agency, form.value(), staff.user)
        except (KeyTaken, WrongKey) as problem:
            form.add_error("key", str(problem))
        else:
            messages.success(request, _("The office is saved. The assistant knows it from the next message on."))
            return redirect("console:catalogue-offices", agency=staff.agency.key)
    return render(request, "console/catalogue/office.html", {"form": form, "name": "", **rights(staff)})


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def office(request: StaffRequest, staff: StaffContext, office: str) -> HttpResponse:
    """Change an office of the agency's own."""
    found = Office.objects.filter(agency=staff.agency, key=office).prefetch_related("intervals", "closures").first()
    if found is None:
        raise Http404
    form = OfficeForm(_typed(request), office_document(found))
    if request.method == "POST" and request.POST.get("action") != "add" and form.is_valid():
        try:
            domain.change_office(staff.agency, form.value(), staff.user, based_on=request.POST.get("version", ""))
        except EditingError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The office is saved. The assistant knows it from the next message on."))
            return redirect("console:catalogue-offices", agency=staff.agency.key)
    version = request.POST.get("version") or domain.mark(found)
    context = {"form": form, "name": named(found.name), "office": found, "version": version, **rights(staff)}
    return render(request, "console/catalogue/office.html", context)


@staff_page(Permission.EDIT_CONTENT, "POST")
def remove(request: StaffRequest, staff: StaffContext, office: str) -> HttpResponse:
    """Remove an office that no service names."""
    if not Office.objects.filter(agency=staff.agency, key=office).exists():
        raise Http404
    try:
        domain.remove_office(staff.agency, office, staff.user)
    except OfficeInUse as problem:
        messages.error(request, f"{problem} ({', '.join(problem.services)})")
        return redirect("console:catalogue-office", agency=staff.agency.key, office=office)
    except EditingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The office is removed."))
    return redirect("console:catalogue-offices", agency=staff.agency.key)


def _typed(request: StaffRequest) -> object:
    if request.method != "POST":
        return None
    data = request.POST.copy()
    count = data.get("closures-TOTAL_FORMS", "")
    if data.get("action") == "add" and count.isascii() and count.isdigit() and len(count) < 4:
        data["closures-TOTAL_FORMS"] = str(int(count) + 1)
    return data

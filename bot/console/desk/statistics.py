"""How well citizens were served, by unit and by day, as a page and as files."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.analytics.periods import Period
from bot.catalogue.models import Agency
from bot.console.analytics.period_form import PeriodForm
from bot.console.analytics.section import Cell, Section
from bot.console.analytics.table_files import table_file
from bot.console.desk.frame import frame
from bot.console.desk.objects import own_language
from bot.desk import figures
from bot.desk.figures import Figures
from bot.desk.models import Unit
from bot.languages import say
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.SUPERVISE)
def statistics(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The figures of some days."""
    form = PeriodForm(request.GET, timezone.localdate())
    period = form.chosen()
    cases = figures.cases_between(staff.agency, period.first, period.last)
    kept = {name: request.GET[name] for name in ("period", "month", "since", "until") if request.GET.get(name)}
    context = {
        "form": form,
        "period": period,
        "total": figures.summed(cases),
        "sections": [_by_unit(staff, cases), _by_day(staff.agency, cases)],
        "downloads": f"{urlencode(kept)}&" if kept else "",
    }
    return render(request, "console/desk/statistics.html", {**frame(staff, "statistics"), **context})


@staff_page(Permission.SUPERVISE)
def download(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """One of the tables as a file."""
    period: Period = PeriodForm(request.GET, timezone.localdate()).chosen()
    cases = figures.cases_between(staff.agency, period.first, period.last)
    wanted = request.GET.get("table", "units")
    if wanted not in ("units", "days"):
        raise Http404
    section = _by_unit(staff, cases) if wanted == "units" else _by_day(staff.agency, cases)
    name = f"{staff.agency.key}-desk-{section.key}-{period.first}-{period.last}"
    return table_file(section, request.GET.get("format", "csv"), name)


def _by_unit(staff: StaffContext, cases: list[figures.Case]) -> Section:
    language = own_language(staff)
    found = figures.by_unit(cases)
    names = {unit.pk: say(unit.name, language) or unit.key for unit in Unit.objects.filter(agency=staff.agency)}
    rows = [(names[pk], *_cells(found[pk])) for pk in names if pk in found]
    others = [case for case in cases if case.unit not in names]
    if others:
        rows.append((_("Without a unit"), *_cells(figures.summed(others))))
    return Section("units", _("By unit"), "", (_("Unit"), *_columns()), tuple(rows))


def _by_day(agency: Agency, cases: list[figures.Case]) -> Section:
    rows = tuple((day, *_cells(found)) for day, found in sorted(figures.by_day(cases, agency).items()))
    return Section("days", _("By day"), "", (_("Day"), *_columns()), rows)


def _columns() -> tuple[str, ...]:
    return (
        _("Conversations"),
        _("Answered by a person"),
        _("Left the queue"),
        _("Reopened"),
        _("First answer, half within (minutes)"),
        _("First answer, nine of ten within (minutes)"),
        _("Handling time, half within (minutes)"),
        _("Satisfaction (1 to 5)"),
        _("Ratings"),
    )


def _cells(found: Figures) -> tuple[Cell, ...]:
    return (
        *(found.cases, found.answered, found.left, found.reopened),
        *(found.first_reply_median, found.first_reply_p90, found.handling_median, found.satisfaction, found.ratings),
    )

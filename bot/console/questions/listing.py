"""The inbox as a list, and collecting what has come in since."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRefresh

from bot.console.questions.forms import FILTERS, FilterForm, this_week
from bot.console.questions.sparkline import sparklines
from bot.questions import queue
from bot.questions.collector import BATCH, collect
from bot.questions.models import QuestionGroup, Reason
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_PAGE = 25


def filter_query(given: QueryDict) -> str:
    """The part of an address that says which groups are wanted."""
    chosen = QueryDict(mutable=True)
    for name in FILTERS:
        if value := given.get(name):
            chosen[name] = value
    return chosen.urlencode()


def reasons_of(group: QuestionGroup) -> list[tuple[str, int]]:
    """Why the group is in the inbox, and how often."""
    return [(str(reason.label), getattr(group, reason.value)) for reason in Reason if getattr(group, reason.value)]


@staff_page(Permission.VIEW_QUESTIONS)
def questions(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The groups that fit, the most asked first."""
    query = filter_query(request.GET)
    form = FilterForm(QueryDict(query), initial={"state": QuestionGroup.State.OPEN}) if query else FilterForm()
    wanted = form.wanted() if query else queue.Wanted()
    page = Paginator(queue.groups(staff.agency, wanted), _PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    lines = sparklines([group.pk for group in shown], this_week())
    context = {
        "form": form,
        "page": page,
        "rows": [{"group": group, "reasons": reasons_of(group), "sparkline": lines[group.pk]} for group in shown],
        "filtered": bool(query),
        "filter": query,
        "query": f"{query}&" if query else "",
        "open": wanted.state == QuestionGroup.State.OPEN,
        "can_triage": staff.can(Permission.TRIAGE_QUESTIONS),
        "can_set": staff.can(Permission.MANAGE_AGENCY),
    }
    return render(request, "console/questions/list.html", context)


@staff_page(Permission.VIEW_QUESTIONS, "POST")
def collect_more(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Read the next messages into the inbox; the page calls it when it is opened, and again while there are more."""
    earlier = request.POST.get("taken", "")
    done = collect(most=BATCH)
    taken = done.taken + (int(earlier) if earlier.isascii() and earlier.isdigit() and len(earlier) < 9 else 0)
    if request.htmx and taken and "empty" in request.POST and not done.more:
        # A page that says that nothing waits would stand beside the news that something does.
        messages.success(request, _read_in(taken))
        return HttpResponseClientRefresh()
    if request.htmx:
        return render(request, "console/questions/collecting.html", {"more": done.more, "taken": taken, "empty": "empty" in request.POST})
    if done.taken:
        messages.success(request, _read_in(done.taken))
    else:
        messages.info(request, _("There is nothing new."))
    return redirect("console:questions", agency=staff.agency.key)


def _read_in(number: int) -> str:
    return ngettext("%(number)d new question was read.", "%(number)d new questions were read.", number) % {"number": number}

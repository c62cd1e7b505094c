"""The list of an agency's FAQ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models import Agency
from bot.console.faq.objects import number_in, today
from bot.console.faq.words import LANGUAGE_NAMES, LIVE, ORDER, OWNERSHIP, WORK
from bot.faq.filters import Filters, LiveState, Order, Ownership
from bot.faq.models import FaqVersion
from bot.faq.overview import PAGE, Entry, counts, faq_page, tags_of
from bot.faq.use import bring_up_to_date
from bot.languages import LANGUAGES
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_ANY = ("", _("All"))
_WORK = [str(state) for state in FaqVersion.OPEN]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    search = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.TextInput({"type": "search", "data-key": "/"}))
    state = forms.ChoiceField(label=_("State"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    lacking = forms.ChoiceField(label=_("Incomplete in"), required=False)
    ownership = forms.ChoiceField(label=_("Whose"), required=False)
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=list(ORDER.items()))

    def __init__(self, tags: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "state": [_ANY, *LIVE.items(), *((name, WORK[name]) for name in _WORK)],
            "tag": [_ANY, *((tag, tag) for tag in tags)],
            "lacking": [_ANY, *((language, LANGUAGE_NAMES[language]) for language in LANGUAGES)],
            "ownership": [_ANY, *OWNERSHIP.items()],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values

    def filters(self) -> Filters:
        """What was asked; a value that is none narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        state = asked.get("state") or ""
        return Filters(
            search=asked.get("search") or "",
            tag=asked.get("tag") or "",
            lacking=asked.get("lacking") or "",
            live=LiveState(state) if state and state not in _WORK else None,
            work=state if state in _WORK else "",
            ownership=Ownership(asked["ownership"]) if asked.get("ownership") else None,
            order=Order(asked.get("order") or Order.KEY),
        )


@staff_page(Permission.VIEW_CONTENT)
def listing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Search, narrow, sort and page through what the agency answers or is to answer."""
    agency, day = staff.agency, today(staff.agency)
    tags = tags_of(agency.lineage)
    form = FilterForm(tags, request.GET)
    numbers = counts(agency, day)
    all_of_them = sum(numbers[state] for state in LiveState)
    page = faq_page(agency, day, form.filters(), number_in(request, "page") or 1, all_of_them=all_of_them)
    query = request.GET.copy()
    query.pop("page", None)
    states = [(name, words, numbers[name]) for name, words in {**LIVE, **{name: WORK[name] for name in _WORK}}.items() if numbers[name]]
    context = {
        "form": form,
        "entries": [_line(entry) for entry in page.entries],
        "total": page.total,
        "states": states,
        "chosen": request.GET.get("state", ""),
        "narrowed": any(value for name, value in request.GET.items() if name not in ("page", "order")),
        "page": Paginator(range(page.total), PAGE).page(page.number) if page.total else None,
        "query": f"{query.urlencode()}&" if query else "",
        "may_edit": staff.can(Permission.EDIT_CONTENT),
    }
    return render(request, "console/faq/list.html", context)


@staff_page(Permission.VIEW_CONTENT, "POST")
def figures(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Bring the figures of use up to date, after the list is shown: the first time it takes seconds, for which nobody should wait."""
    bring_up_to_date([staff.agency, *Agency.objects.filter(parent=staff.agency)])
    return HttpResponse(status=204)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "live": LIVE[entry.live],
        "answers": entry.live is LiveState.LIVE,
        "work": WORK.get(entry.work, ""),
        "ownership": OWNERSHIP[entry.ownership],
        "languages": [
            {"name": LANGUAGE_NAMES[language], "covered": language in entry.covered, "examples": entry.examples[language]}
            for language in LANGUAGES
        ],
        "percent": None if entry.satisfaction is None else round(entry.satisfaction * 100),
        "opinions": entry.helpful + entry.not_helpful,
    }

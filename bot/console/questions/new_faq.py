"""A new FAQ from a group of questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render

from bot.console.questions.deciding import go_on, version_of
from bot.console.questions.forms import NewFaqForm
from bot.console.questions.listing import filter_query
from bot.console.questions.panel import address, draft_address, query_of
from bot.console.questions.work import group_of
from bot.privacy.masking import MASK
from bot.questions import decisions
from bot.questions.drafting import drafted
from bot.questions.models import QuestionGroup
from bot.questions.problems import AlreadyDecided, NotPossible
from bot.staff.access import PermissionLacking, staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem

_WORDINGS = 9


@staff_page(Permission.TRIAGE_QUESTIONS, "GET", "POST")
def write(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponseBase:
    """Write an FAQ; the answer begins with what the catalogue knows about the likeliest service."""
    if not staff.can(Permission.EDIT_CONTENT):
        raise PermissionLacking(staff, Permission.EDIT_CONTENT)
    found = group_of(staff, group)
    query = query_of(request) if request.method == "POST" else filter_query(_carried(request))
    draft = drafted(staff.agency, found)
    form = NewFaqForm(request.POST) if request.method == "POST" else NewFaqForm(initial=_initial(draft, found))
    form.fields["wordings"].widget.attrs["lang"] = found.language
    if not form.is_bound:
        # Whoever came by a key goes on by keys, at once where there is something to write.
        form.fields[f"question_{found.language}"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        values = {**form.values(found.language), "sources": draft["sources"] if "with_sources" in request.POST else []}
        try:
            made = decisions.make_faq(
                staff, found.pk, version_of(request), form.cleaned_data["key"], values, request.POST.get("then") == "publish"
            )
        except AlreadyDecided as problem:
            return go_on(request, staff, found, query, problem=str(problem.sentence))
        except StaffProblem as problem:
            _tell(form, problem)
        else:
            return go_on(request, staff, found, query, told=decisions.told(made), draft=draft_address(staff, made))
    context = {
        "form": form,
        "group": found,
        "is_open": found.state == QuestionGroup.State.OPEN,
        "draft": draft,
        "filter": query,
        "back": address(staff, found.pk, query),
        "can_publish": staff.can(Permission.PUBLISH_CONTENT),
    }
    return render(request, "console/questions/new_faq.html", context)


def _tell(form: NewFaqForm, problem: StaffProblem) -> None:
    """What must be corrected next to its field; above the form where there is no such field."""
    findings = problem.findings if isinstance(problem, NotPossible) else ()
    for finding in findings:
        field = f"{finding.field}_{finding.language}"
        form.add_error(field if field in form.fields else None, finding.text)
    if not findings:
        form.add_error(None, str(problem.sentence))


def _initial(draft: dict[str, Any], group: QuestionGroup) -> dict[str, str]:
    others = group.wordings.exclude(text=group.text).order_by("-count", "pk").values_list("text", flat=True)[:_WORDINGS]
    # What holds the mark of a removed number would be refused.
    wordings = "\n".join(text for text in [group.text, *others] if MASK not in text)
    texts = {f"{field}_{language}": draft[field].get(language, "") for field in ("question", "answer") for language in ("id", "ja")}
    return {"key": draft["key"], "wordings": wordings, **texts}


def _carried(request: StaffRequest) -> QueryDict:
    return QueryDict(request.GET.get("filter", ""))
